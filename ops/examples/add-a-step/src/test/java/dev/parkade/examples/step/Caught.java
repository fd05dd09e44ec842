package dev.parkade.examples.step;

import static dev.parkade.examples.step.LeftOut.leaving;

import java.nio.file.Path;
import java.util.List;

/// What catches a piece that was left out.
///
/// @param piece what was left out
sealed interface Caught {

  LeftOut piece();

  /// The line of the page's table.
  String row();

  /// The compiler does, with this error in this file.
  record ByCompiler(LeftOut piece, String file, String message) implements Caught {

    @Override
    public String row() {
      return "| %s | `%s`: %s |".formatted(piece.what(), file, message);
    }

    @Override
    public String toString() {
      return piece.what();
    }
  }

  /// The compiler is content; this test fails.
  ///
  /// @param part whose test it is
  /// @param testClass with its package
  record ByTest(LeftOut piece, Path part, String testClass, String method) implements Caught {

    /// Whether the test needs a JVM of its own.
    boolean apart() {
      return part.equals(Example.MESSAGES) || testClass.endsWith("IT");
    }

    /// What is run: of a class that starts a service, no more than must be.
    String selected() {
      return testClass.endsWith("IT") ? testClass + "#" + method : testClass;
    }

    String test() {
      return testClass.substring(testClass.lastIndexOf('.') + 1) + "." + method;
    }

    @Override
    public String row() {
      return "| %s | `%s` |".formatted(piece.what(), test());
    }

    @Override
    public String toString() {
      return piece.what();
    }
  }

  String MESSAGE = "common-events/messages/src/main/java/dev/parkade/messages/";
  String MESSAGE_TESTS = "common-events/messages/src/test/";
  String SAGA = "order-orchestrator/src/main/java/dev/parkade/order/saga/";
  String EXECUTION = "order-orchestrator/src/main/java/dev/parkade/order/execution/";
  String PARTICIPANT = "shipping-service/src/main/java/dev/parkade/shipping/shipments/";

  String NOT_EXHAUSTIVE = "the switch expression does not cover all possible input values";
  String NOT_PERMITTED = "class is not allowed to extend sealed class";

  static List<ByCompiler> byTheCompiler() {
    return List.of(
        new ByCompiler(
            leaving("command", "the command of the new step").unchanged(SAGA + "Command.java"),
            "Command.java",
            NOT_EXHAUSTIVE),
        new ByCompiler(
            leaving("awaiting", "the state that awaits the new step")
                .without(SAGA + "SagaState.java", "      case BOOK_SHIPMENT -> SHIPPING;\n"),
            "SagaState.java",
            NOT_EXHAUSTIVE),
        new ByCompiler(
            leaving("old-answers", "an old answer in a new state")
                .without(
                    SAGA + "Transitions.java",
                    "      case UNSHIPPING -> new Unmoved(Ignored.OUT_OF_TURN);\n"),
            "Transitions.java",
            NOT_EXHAUSTIVE),
        new ByCompiler(
            leaving("time-limits", "a time limit in a new state")
                .unchanged(SAGA + "TimeLimitTransitions.java"),
            "TimeLimitTransitions.java",
            NOT_EXHAUSTIVE),
        new ByCompiler(
            leaving("persons-turn", "whether a new state is a person's turn")
                .unchanged(SAGA + "Saga.java"),
            "Saga.java",
            NOT_EXHAUSTIVE),
        new ByCompiler(
            leaving("new-answer", "a new answer in the new table")
                .without(
                    SAGA + "ShippingTransitions.java",
                    "      case SagaInput.ShippingReplied(_, ShipmentRefused r) ->"
                        + " refused(saga, r);\n"),
            "ShippingTransitions.java",
            NOT_EXHAUSTIVE),
        new ByCompiler(
            leaving("origin", "the new kind of input in the history")
                .unchanged(EXECUTION + "SagaExecution.java"),
            "SagaExecution.java",
            NOT_EXHAUSTIVE),
        new ByCompiler(
            leaving("permits", "a message that its family does not permit")
                .without(MESSAGE + "shipping/ShippingReply.java", ", ShipmentCancelled"),
            "ShipmentCancelled.java",
            NOT_PERMITTED),
        new ByCompiler(
            leaving("rule", "what the participant does with a command")
                .without(
                    PARTICIPANT + "Rules.java",
                    "      case CancelShipment _ -> cancel(shipment);\n"),
            "Rules.java",
            NOT_EXHAUSTIVE));
  }

  static List<ByTest> byATest() {
    return List.of(
        messages(
            leaving("registration", "the wire name of a message")
                .unchanged(MESSAGE + "wire/MessageTypes.java"),
            "wire.GoldenSamplesTest",
            "everyMessageOfEveryFamilyHasANameAndASample"),
        messages(
            leaving("sample", "the golden sample of a message")
                .missing(MESSAGE_TESTS + "resources/samples/parkade.shipping.refused.v1.json"),
            "wire.GoldenSamplesTest",
            "everyMessageOfEveryFamilyHasANameAndASample"),
        messages(
            leaving("frozen", "the hash that freezes a sample")
                .unchanged(MESSAGE_TESTS + "resources/samples/frozen.properties"),
            "wire.GoldenSamplesTest",
            "publishedSamplesAreFrozen"),
        messages(
            leaving("carried", "the topic that carries the answers")
                .without(MESSAGE + "topic/Topics.java", ", ShippingReply.class"),
            "asyncapi.AsyncApiTest",
            "everyMessageIsExplainedAndTravelsSomewhere"),
        messages(
            leaving("traffic", "who writes to and reads from a topic")
                .unchanged(MESSAGE_TESTS + "java/dev/parkade/messages/asyncapi/Traffic.java"),
            "asyncapi.AsyncApiTest",
            "everyTopicAndEveryMessageIsInIt"),
        messages(
            leaving("asyncapi", "the AsyncAPI document")
                .unchanged("common-events/messages/src/main/resources/asyncapi.yaml"),
            "asyncapi.AsyncApiTest",
            "theFileSaysWhatTheCodeSays"),
        orders(
            leaving("replies", "that an answer is an answer").unchanged(EXECUTION + "Replies.java"),
            "execution.ShippingWiringTest",
            "everyAnswerOfShippingIsUnderstood"),
        orders(
            leaving("version", "that new orders begin with the new version")
                .unchanged(EXECUTION + "ExecutionConfiguration.java"),
            "execution.ShippingWiringTest",
            "newOrdersAreShippedAndOldOnesStillEnd"),
        orders(
            leaving("limit", "how long the new step may take")
                .unchanged("order-orchestrator/src/main/resources/application.yml"),
            "execution.ShippingWiringTest",
            "everyStepHasALimitInTheConfigurationThatIsShipped"),
        orders(
            leaving("in-place", "that old orders end on the old version")
                .instead(
                    SAGA + "Transitions.java",
                    "return Moves.to(saga, saga.ended(CONFIRMED), Note.REPLY,",
                    "return Moves.to(saga, saga.owing(Step.BOOK_SHIPMENT).in(SagaState.SHIPPING),"
                        + " Note.REPLY,"),
            "saga.VersionsTest",
            "anOrderThatBeganWithVersion1EndsWithoutAShipment"),
        orders(
            leaving("transition", "the transition to the new step")
                .instead(
                    SAGA + "ShippingTransitions.java",
                    "shippedFirst(saga, Transitions.next(saga, input));",
                    "Transitions.next(saga, input);"),
            "saga.ShippingTransitionsTest",
            "anOrderIsConfirmedWhenItsShipmentIsBookedAndNotBefore"),
        orders(
            leaving("order", "the place of the compensation in the order of compensations")
                .without(SAGA + "Step.java", "  CANCEL_SHIPMENT(Kind.COMPENSATION),\n")
                .instead(
                    SAGA + "Step.java",
                    "  RELEASE_STOCK(Kind.COMPENSATION);",
                    "  RELEASE_STOCK(Kind.COMPENSATION),\n  CANCEL_SHIPMENT(Kind.COMPENSATION);"),
            "saga.ShippingTransitionsTest",
            "anOperatorAsksAgainGoesOnWithoutOrUndoesEverythingInReverseOrder"),
        orders(
            leaving("late", "that a late success behind the new compensation waits its turn")
                .unchanged(SAGA + "Moves.java"),
            "saga.ShippingTransitionsTest",
            "stockThatIsSoldWhileTheShipmentIsCancelledIsTakenBackInItsTurn"),
        orders(
            leaving("attention", "what an old answer means while the new step waits for a person")
                .instead(
                    SAGA + "ShippingTransitions.java",
                    "Transitions.next(saga.in(SHIPPING), input);",
                    "Transitions.next(saga, input);"),
            "saga.ShippingTransitionsTest",
            "whatWasAnsweredBeforeIsADuplicateForAPersonsOrderToo"),
        shipping(
            leaving("empty-rollback", "the fence that an empty rollback leaves")
                .instead(
                    PARTICIPANT + "Rules.java",
                    "case ABSENT, BOOKED -> new Ruling(shipment.cancelled(), reply, ReplayOutcome.HANDLED);\n"
                        + "      case REFUSED, CANCELLED ->",
                    "case BOOKED -> new Ruling(shipment.cancelled(), reply, ReplayOutcome.HANDLED);\n"
                        + "      case ABSENT, REFUSED, CANCELLED ->"),
            "RulesTest",
            "aCancellationThatComesFirstLeavesAFence"),
        shipping(
            leaving("duplicate", "that a repeated command meets the fence")
                .instead(
                    PARTICIPANT + "Rules.java",
                    "case BOOKED -> new Ruling(shipment, booked(shipment), ReplayOutcome.DUPLICATE);",
                    "case BOOKED -> decide(shipment.cancelled(), book);"),
            "RulesTest",
            "aRepeatedBookingIsTheSameParcelWithTheSameAnswer"),
        shipping(
            leaving("same-poll", "that a command meets the fence of the one before it in its poll")
                .instead(
                    PARTICIPANT + "ShipmentCommands.java",
                    "known.put(order, ruling.after()) != ruling.after()",
                    "before != ruling.after()"),
            "ShippingIT",
            "inOnePollACancellationThatOvertookItsBookingStillWins"));
  }

  private static ByTest messages(LeftOut piece, String testClass, String method) {
    return new ByTest(piece, Example.MESSAGES, "dev.parkade.messages." + testClass, method);
  }

  private static ByTest orders(LeftOut piece, String testClass, String method) {
    return new ByTest(piece, Example.ORDERS, "dev.parkade.order." + testClass, method);
  }

  private static ByTest shipping(LeftOut piece, String testClass, String method) {
    return new ByTest(
        piece, Example.SHIPPING, "dev.parkade.shipping.shipments." + testClass, method);
  }
}
