package dev.parkade.payment.parking;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/// Makes stand-ins for large interfaces of which a test needs a method or two.
final class Stand {

  /// What the stand-in answers to whatever it is asked.
  interface Answer {
    Object to(Method method, Object[] arguments);
  }

  private Stand() {}

  static <T> T in(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            Stand.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answer.to(method, arguments)));
  }
}
