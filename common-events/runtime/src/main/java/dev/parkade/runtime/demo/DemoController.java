package dev.parkade.runtime.demo;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The switches of a service over HTTP.
@RestController
@RequestMapping("/demo")
final class DemoController {

  private final Map<String, DemoSwitch> switches = new TreeMap<>();

  DemoController(List<DemoSwitch> switches) {
    switches.forEach(each -> this.switches.put(each.name(), each));
  }

  @GetMapping
  Map<String, Object> all() {
    Map<String, Object> states = new TreeMap<>();
    switches.forEach((name, each) -> states.put(name, each.state()));
    return states;
  }

  @GetMapping("/{name}")
  Map<String, Object> state(@PathVariable String name) {
    return named(name).state();
  }

  @PostMapping("/{name}/{action}")
  Map<String, Object> apply(
      @PathVariable String name,
      @PathVariable String action,
      @RequestParam Map<String, String> parameters) {
    DemoSwitch found = named(name);
    if (!found.actions().contains(action)) {
      throw problem(HttpStatus.NOT_FOUND, name + " knows " + found.actions() + ", not " + action);
    }
    try {
      found.apply(action, parameters);
    } catch (IllegalArgumentException refused) {
      throw problem(HttpStatus.BAD_REQUEST, String.valueOf(refused.getMessage()));
    }
    return found.state();
  }

  private DemoSwitch named(String name) {
    DemoSwitch found = switches.get(name);
    if (found == null) {
      throw problem(HttpStatus.NOT_FOUND, "no switch " + name + "; there are " + switches.keySet());
    }
    return found;
  }

  private static ErrorResponseException problem(HttpStatus status, String detail) {
    ErrorResponseException problem = new ErrorResponseException(status);
    problem.setDetail(detail);
    return problem;
  }
}
