package dev.parkade.order.operators;

import static dev.parkade.order.scenario.Participants.charged;
import static dev.parkade.order.scenario.Participants.committed;
import static dev.parkade.order.scenario.Participants.declined;
import static dev.parkade.order.scenario.Participants.refunded;
import static dev.parkade.order.scenario.Participants.released;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.inventory.CommitStock;
import dev.parkade.messages.inventory.ReleaseStock;
import dev.parkade.messages.order.OrderCancelled;
import dev.parkade.messages.order.OrderConfirmed;
import dev.parkade.messages.order.OrderNeedsAttention;
import dev.parkade.messages.payment.RefundPayment;
import dev.parkade.messages.topic.Topics;
import dev.parkade.order.scenario.Api;
import dev.parkade.order.scenario.Api.Answer;
import dev.parkade.order.scenario.OrchestratorTest;
import dev.parkade.order.scenario.Participants;
import dev.parkade.order.scenario.Situations;
import dev.parkade.order.scenario.TimeLimits;
import dev.parkade.testkit.time.TestClock;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// Orders that do not end by themselves, and the people who see to them: over REST, with the
/// participants behind the broker.
@OrchestratorTest
class OperatorIT {

  private static final String GRACE = "\"who\":\"grace\",\"reason\":\"asked the provider\"";

  private final Participants participants = Participants.shared();
  @Autowired TestClock clock;
  @Autowired JdbcClient jdbc;
  @Autowired MeterRegistry meters;
  @LocalServerPort int port;
  private Api api;
  private Situations given;
  private TimeLimits limits;

  @BeforeEach
  void client() {
    api = new Api(port);
    given = new Situations(api);
    limits = new TimeLimits(api, clock, jdbc);
  }

  @Test
  void aRefundThatFailsDoesNotStopTheReleaseAndARetryEndsTheOrder() {
    OrderId order = refundGivenUp();
    assertThat(saga(order).path("status").asString()).isEqualTo("NEEDS_ATTENTION");
    assertThat(texts(saga(order).path("owed"))).containsExactly("REFUND_PAYMENT");
    int before = refunds(order);

    Answer answer = act(order, "retry", GRACE);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("awaited").asString()).isEqualTo("REFUND_PAYMENT");
    participants.awaitNth(before + 1, Topics.PAYMENT_COMMANDS, order, RefundPayment.class);
    assertThat(api.status(order)).isEqualTo("NEEDS_ATTENTION");
    participants.answer(order, refunded(order));
    api.awaitEnd(order, "CANCELLED", "CUSTOMER_REQUEST");
    participants.awaitNth(1, Topics.ORDER_EVENTS, order, OrderNeedsAttention.class);
    participants.awaitNth(1, Topics.ORDER_EVENTS, order, OrderCancelled.class);
    var ids =
        participants.sent(Topics.PAYMENT_COMMANDS, order, RefundPayment.class).stream()
            .map(message -> message.id())
            .distinct();
    assertThat(ids).hasSize(1);
  }

  @Test
  void everyActionIsKeptWithWhoAndWhenAndWhy() {
    OrderId order = refundGivenUp();

    act(order, "retry", GRACE);
    act(
        order,
        "skip",
        "\"who\":\"ada\",\"reason\":\"paid back by hand\",\"step\":\"REFUND_PAYMENT\"");

    api.awaitEnd(order, "CANCELLED", "CUSTOMER_REQUEST");
    List<JsonNode> audit =
        api.timeline(order)
            .valueStream()
            .filter(line -> line.path("kind").asString().equals("OPERATOR"))
            .toList();
    assertThat(audit)
        .extracting(line -> line.path("by").path("who").asString())
        .containsExactly("grace", "ada");
    assertThat(audit)
        .extracting(line -> line.path("by").path("why").asString())
        .containsExactly("asked the provider", "paid back by hand");
    assertThat(audit)
        .extracting(line -> line.path("detail").asString())
        .containsExactly(
            "retry: REFUND_PAYMENT again", "skip: on without an answer to REFUND_PAYMENT");
    assertThat(audit)
        .extracting(line -> line.path("at").asString())
        .allMatch(at -> at.equals(clock.instant().toString()));
    var actions = meters.get("parkade.saga.operator.actions");
    assertThat(actions.tag("action", "OperatorSkipped").counter().count()).isPositive();
  }

  @Test
  void aSkipThatIsSentTwiceDoesNotSkipTheNextStep() {
    OrderId order = everythingGivenUp();
    String skip = GRACE + ",\"step\":\"REFUND_PAYMENT\"";
    assertThat(act(order, "skip", skip).status()).isEqualTo(200);

    Answer again = act(order, "skip", skip);

    again.isProblem(409, "saga-at-another-step");
    assertThat(again.json().path("actual").asString()).isEqualTo("RELEASE_STOCK");
    participants.answer(order, released(order));
    api.awaitEnd(order, "CANCELLED", "CUSTOMER_REQUEST");
  }

  @Test
  void anUnansweredCommitIsResolvedEitherWay() {
    OrderId sold = commitGivenUp();
    OrderId undone = commitGivenUp();

    assertThat(resolve(sold, "CONFIRMED").status()).isEqualTo(200);
    assertThat(resolve(undone, "CANCELLED").status()).isEqualTo(200);

    api.awaitEnd(sold, "CONFIRMED", "");
    participants.awaitNth(1, Topics.ORDER_EVENTS, sold, OrderConfirmed.class);
    participants.awaitNth(1, Topics.PAYMENT_COMMANDS, undone, RefundPayment.class);
    participants.answer(undone, refunded(undone));
    participants.awaitNth(1, Topics.INVENTORY_COMMANDS, undone, ReleaseStock.class);
    participants.answer(undone, released(undone));
    api.awaitEnd(undone, "CANCELLED", "OPERATOR_DECISION");
  }

  @Test
  void aCommitIsTriedAgain() {
    OrderId order = commitGivenUp();
    int before = participants.sent(Topics.INVENTORY_COMMANDS, order, CommitStock.class).size();

    act(order, "retry", GRACE);

    participants.awaitNth(before + 1, Topics.INVENTORY_COMMANDS, order, CommitStock.class);
    participants.answer(order, committed(order));
    api.awaitEnd(order, "CONFIRMED", "");
  }

  @Test
  void aLateUndoThatIsStuckIsForOperatorsAndNotForTheClient() {
    OrderId order = given.charging();
    participants.answer(order, declined(order));
    participants.answer(order, released(order));
    api.awaitEnd(order, "CANCELLED", "PAYMENT_DECLINED");
    participants.answer(order, charged(order));
    api.awaitState(order, "REFUNDING");
    limits.passUntil(order, "NEEDS_ATTENTION");
    assertThat(listed("NEEDS_ATTENTION")).contains(order.text());
    assertThat(api.status(order)).isEqualTo("CANCELLED");

    resolve(order, "CONFIRMED").isProblem(409, "saga-being-undone");
    assertThat(resolve(order, "CANCELLED").status()).isEqualTo(200);

    assertThat(listed("NEEDS_ATTENTION")).doesNotContain(order.text());
    assertThat(listed("CANCELLED")).contains(order.text());
    assertThat(participants.sent(Topics.ORDER_EVENTS, order, OrderNeedsAttention.class)).isEmpty();
  }

  @Test
  void anActionOnWhatHasChangedMeanwhileIsRefused() {
    OrderId order = refundGivenUp();
    String seen = api.get("/api/v1/sagas/" + order).header("ETag");
    participants.answer(order, refunded(order));
    api.awaitEnd(order, "CANCELLED", "CUSTOMER_REQUEST");

    act(order, "retry", GRACE, "If-Match", seen).isProblem(412, "precondition-failed");
    act(order, "retry", GRACE).isProblem(409, "saga-ended");
  }

  @Test
  void whatGetsOnByItselfIsLeftAloneAndARetryHurriesIt() {
    OrderId order = given.charging();
    double refused = refused("STILL_AT_WORK");

    act(order, "skip", GRACE + ",\"step\":\"CHARGE_PAYMENT\"").isProblem(409, "saga-still-at-work");
    resolve(order, "CANCELLED").isProblem(409, "saga-still-at-work");
    assertThat(refused("STILL_AT_WORK")).isEqualTo(refused + 2);
    assertThat(act(order, "retry", GRACE).status()).isEqualTo(200);

    assertThat(api.story(order)).containsOnlyOnce("OPERATOR");
    assertThat(api.state(order)).isEqualTo("CHARGING");
  }

  @Test
  void nonsenseIsExplainedAndChangesNothing() {
    OrderId order = refundGivenUp();
    int lines = api.story(order).size();

    act(order, "retry", "\"who\":\"grace\"").isProblem(400, "invalid-field");
    act(order, "retry", "\"who\":\" \",\"reason\":\"x\"").isProblem(400, "invalid-field");
    act(order, "retry", "\"who\":\"a\\u0000b\",\"reason\":\"x\"").isProblem(400, "invalid-field");
    act(order, "retry", "\"who\":\"g\",\"reason\":\"" + "x".repeat(501) + "\"")
        .isProblem(400, "invalid-field");
    act(order, "skip", GRACE).isProblem(400, "invalid-field");
    act(order, "resolve", GRACE).isProblem(400, "invalid-field");
    act(order, "retry", GRACE + ",\"force\":true").isProblem(400, "unknown-field");
    act(order, "retry", GRACE, "If-Match", "yesterday's").isProblem(400, "invalid-parameter");
    assertThat(resolve(order, "MAYBE").status()).isEqualTo(400);
    var nobody = OrderId.of("0198c5c0-0000-7000-8000-00000000dead");
    act(nobody, "retry", GRACE).isProblem(404, "order-not-found");
    api.get("/api/v1/sagas/" + nobody).isProblem(404, "order-not-found");
    api.get("/api/v1/sagas?status=LOST").isProblem(400, "invalid-parameter");

    assertThat(api.story(order)).hasSize(lines);
  }

  @Test
  void sagasAreListedPageByPage() {
    List<String> placed =
        IntStream.range(0, 5).mapToObj(_ -> api.place().text()).toList().reversed();

    List<String> walked = new ArrayList<>();
    String next = "";
    while (walked.size() < 5) {
      JsonNode page = api.get("/api/v1/sagas?status=PENDING&limit=2" + next).json();
      page.path("items").valueStream().forEach(s -> walked.add(s.path("orderId").asString()));
      next = "&after=" + page.path("next").asString();
    }

    assertThat(walked.subList(0, 5)).isEqualTo(placed);
  }

  private double refused(String reason) {
    var counter = meters.find("parkade.saga.refused").tag("reason", reason).counter();
    return counter == null ? 0 : counter.count();
  }

  /// Cancelled; the refund was never answered, the release was.
  private OrderId refundGivenUp() {
    OrderId order = given.charging();
    api.cancel(order);
    limits.passUntil(order, "RELEASING");
    participants.answer(order, released(order));
    api.awaitState(order, "NEEDS_ATTENTION");
    return order;
  }

  private OrderId everythingGivenUp() {
    OrderId order = given.charging();
    api.cancel(order);
    limits.passUntil(order, "NEEDS_ATTENTION");
    return order;
  }

  private OrderId commitGivenUp() {
    OrderId order = given.paid();
    limits.passUntil(order, "NEEDS_ATTENTION");
    return order;
  }

  private int refunds(OrderId order) {
    return participants.sent(Topics.PAYMENT_COMMANDS, order, RefundPayment.class).size();
  }

  private Answer act(OrderId order, String action, String members, String... headers) {
    return api.postJson("/api/v1/sagas/" + order + "/" + action, "{" + members + "}", headers);
  }

  private Answer resolve(OrderId order, String outcome) {
    return act(order, "resolve", GRACE + ",\"outcome\":\"" + outcome + "\"");
  }

  private JsonNode saga(OrderId order) {
    return api.get("/api/v1/sagas/" + order).json();
  }

  private List<String> listed(String status) {
    return api.get("/api/v1/sagas?limit=200&status=" + status)
        .json()
        .path("items")
        .valueStream()
        .map(saga -> saga.path("orderId").asString())
        .toList();
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asString).toList();
  }
}
