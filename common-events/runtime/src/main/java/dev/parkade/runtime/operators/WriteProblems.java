package dev.parkade.runtime.operators;

import dev.parkade.runtime.problem.ProblemCatalogue;
import dev.parkade.runtime.problem.ProblemType;

/// What can be wrong with what somebody wants to do with dead letters.
final class WriteProblems {

  static final ProblemType READ_ONLY =
      new ProblemType(
          "dead-letters-read-only",
          "Dead letters cannot be changed over REST here",
          403,
          "Nothing was changed. Set `parkade.dead-letters.rest.writable=true` and start the service"
              + " again, or use `ops/parkade dlq`.");

  static final ProblemType REASON_MISSING =
      new ProblemType(
          "reason-missing",
          "It is not said who does it and why",
          400,
          "Say both in `who` and `why`: whoever reads the audit log later has only these.");

  static final ProblemType CONFIRM_MISMATCH =
      new ProblemType(
          "confirm-mismatch",
          "The filter takes another number of dead letters than was confirmed",
          409,
          "Nothing was changed. `count` is how many there are now: look at them, and send the"
              + " request again with that number as `confirm` if all of them are meant.");

  static final ProblemType TOO_MANY =
      new ProblemType(
          "too-many-dead-letters",
          "The filter takes more dead letters than one request may deal with",
          409,
          "Nothing was changed. Narrow the filter so that it takes `limit` at most, for example by"
              + " time or by offsets, or use `ops/parkade dlq`, which has no limit.");

  static final ProblemType PLAN_DAMAGED =
      new ProblemType(
          "plan-damaged",
          "The plan cannot be used",
          400,
          "Nothing was sent. Send the plan exactly as it was answered or written, all of its members"
              + " in their order, or make a new one.");

  static final ProblemType PLAN_FOREIGN =
      new ProblemType(
          "plan-foreign",
          "The plan is about another service or another cluster",
          409,
          "Nothing was sent. Send it to the service whose dead letters it is about, on its cluster;"
              + " a plan of several services is for `ops/parkade dlq replay`.");

  static final ProblemType PLAN_STALE =
      new ProblemType(
          "plan-stale",
          "The plan does not hold any more",
          409,
          "Nothing was sent. `differences` says what has changed since it was made; make a new plan"
              + " and look at it.");

  static final ProblemType PLAN_EMPTY =
      new ProblemType(
          "plan-empty",
          "Nothing is to be replayed",
          409,
          "The filter takes no dead letter that may be replayed. `refused` says which ones it takes"
              + " and what helps.");

  static final ProblemType READERS_UNCONFIRMED =
      new ProblemType(
          "readers-unconfirmed",
          "Other consumer groups would see the records again",
          409,
          "Nothing was sent. `groups` are those that read the topics where the dead letters came"
              + " from: if all of them may see the records again, name exactly these in `readers`;"
              + " else replay without `toOrigin`.");

  static final ProblemType LEASE_HELD =
      new ProblemType(
          "lease-held",
          "Another operator is at these dead letters",
          409,
          "Nothing was changed. Wait for the end, or until `expires`; `takeOver: true` stops the"
              + " other one, whose open transaction is undone.");

  static final ProblemType FENCED =
      new ProblemType(
          "fenced",
          "Another operator took over",
          409,
          "What was in hand was undone, what was done before stands. Talk to each other; the same"
              + " plan goes on with what is left.");

  static final ProblemType ABORTED =
      new ProblemType(
          "transaction-aborted",
          "The transaction in hand was undone",
          503,
          "What was done before stands. The same plan or request goes on with what is left.");

  static final ProblemType OUTCOME_UNKNOWN =
      new ProblemType(
          "transaction-unclear",
          "The broker went away while a transaction was committed",
          503,
          "It happened as a whole or not at all. The same plan or request finds out, and goes on"
              + " with what is left; nothing is sent twice.");

  static final ProblemType LEDGER_UNUSABLE =
      new ProblemType(
          "ledger-unusable",
          "The ledger of the dead letters cannot be used",
          503,
          "Nothing was changed. Do what the detail says; `ops/parkade dlq doctor` finds out more.");

  static final ProblemType REPLAY_RUNNING =
      new ProblemType(
          "replay-running",
          "This service replays something already",
          409,
          "Nothing was sent. Wait for the end of `replay`, or cancel it, then send the same request"
              + " again.");

  static final ProblemType REPLAY_UNKNOWN =
      new ProblemType(
          "replay-unknown",
          "There is no such replay",
          404,
          "Check the id. `GET /api/v1/dead-letters/audit` lists what was ever done.");

  static final ProblemType REPLAY_GONE =
      new ProblemType(
          "replay-gone",
          "The replay is not carried out by this instance any more",
          404,
          "Nothing is lost: `run` is what the ledger knows of it. If it was interrupted, the same"
              + " plan goes on with what is left, and nothing is sent twice.");

  static final ProblemType CANARY_FAILED =
      new ProblemType(
          "canary-failed",
          "The first dead letter came to no good end",
          409,
          "Nothing else was sent. Find out why it failed again, or why nothing was heard of it,"
              + " then plan again.");

  static final ProblemType SERVICE_HELD_UP =
      new ProblemType(
          "service-held-up",
          "The service did not get on with what it was sent",
          503,
          "What was sent is sent. See why the service lags; the same plan goes on with what is left.");

  static final ProblemCatalogue CATALOGUE =
      ProblemCatalogue.of(
          READ_ONLY,
          REASON_MISSING,
          CONFIRM_MISMATCH,
          TOO_MANY,
          PLAN_DAMAGED,
          PLAN_FOREIGN,
          PLAN_STALE,
          PLAN_EMPTY,
          READERS_UNCONFIRMED,
          LEASE_HELD,
          FENCED,
          ABORTED,
          OUTCOME_UNKNOWN,
          LEDGER_UNUSABLE,
          REPLAY_RUNNING,
          REPLAY_UNKNOWN,
          REPLAY_GONE,
          CANARY_FAILED,
          SERVICE_HELD_UP);

  private WriteProblems() {}
}
