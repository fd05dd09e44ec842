// Reads order.events and prints each event as one line of JSON: a consumer that knows nothing of
// Parkade but the topic's name and CloudEvents.
//
//   node order-events.mjs [--brokers 127.0.0.1:9092] [--group order-events-js]
//
// What a consumer may rely on is in README.md beside this file.
import { Kafka as CloudEventsBinding } from "cloudevents";
import { Kafka, logLevel } from "kafkajs";
import { parseArgs } from "node:util";

const { values: options } = parseArgs({
  options: {
    brokers: { type: "string", default: "127.0.0.1:9092" },
    group: { type: "string", default: "order-events-js" },
  },
});

// An event may come again, with the same id. Whoever has effects stores the ids with them, in one
// transaction; this example only prints, so that remembering the latest is enough.
const REMEMBERED = 10_000;
const seen = new Set();

function isNew(id) {
  if (seen.has(id)) return false;
  seen.add(id);
  if (seen.size > REMEMBERED) seen.delete(seen.values().next().value);
  return true;
}

/** A record of the topic as a CloudEvent; throws if it is none. */
function toEvent({ key, value, headers }) {
  const texts = Object.fromEntries(
    Object.entries(headers ?? {}).map(([name, header]) => [name, String(header)]),
  );
  const event = CloudEventsBinding.toEvent({ key: String(key), value, headers: texts });
  event.validate();
  // the W3C trace is a header of its own; as an attribute it is CloudEvents' tracing extension
  return texts.traceparent ? event.cloneWith({ traceparent: texts.traceparent }) : event;
}

/** What happens with an event. Types that this program does not know are none of its business. */
function handle(event) {
  switch (event.type) {
    case "parkade.order.placed.v1":
    case "parkade.order.confirmed.v1":
    case "parkade.order.cancelled.v1":
    case "parkade.order.needs-attention.v1":
      process.stdout.write(`${JSON.stringify(event)}\n`);
      break;
    default:
      process.stderr.write(`ignored an event of type ${event.type}\n`);
  }
}

const consumer = new Kafka({
  clientId: "order-events-js",
  brokers: options.brokers.split(","),
  logLevel: logLevel.WARN,
  // data on stdout, talk on stderr
  logCreator: () => ({ label, log }) => process.stderr.write(`${label} ${log.message}\n`),
}).consumer({ groupId: options.group });

async function stop() {
  await consumer.disconnect();
  process.exit(0);
}
process.once("SIGTERM", stop);
process.once("SIGINT", stop);

await consumer.connect();
await consumer.subscribe({ topic: "order.events", fromBeginning: true });
await consumer.run({
  // one message after the other within a partition, so an order's events come in their order
  eachMessage: async ({ partition, message }) => {
    let event;
    try {
      event = toEvent(message);
    } catch (unreadable) {
      // one bad record must not stop the others
      process.stderr.write(`skipped ${partition}@${message.offset}: ${unreadable.message}\n`);
      return;
    }
    if (isNew(event.id)) handle(event);
  },
});
