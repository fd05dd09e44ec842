// Parses an AsyncAPI document as every tool of the ecosystem does, holds its examples against their
// schemas, and prints what is wrong. Exits with 1 if there are errors, or if warnings are left.
import { readFile } from 'node:fs/promises';
import { Parser } from '@asyncapi/parser';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';

const [, , file] = process.argv;
const { document, diagnostics } = await new Parser().parse(await readFile(file, 'utf8'));

// 0 = error, 1 = warning, 2 = information, 3 = hint
const serious = diagnostics.filter((it) => it.severity <= 1);
serious.forEach((it) => console.log(`${it.code} at /${it.path.join('/')}: ${it.message}`));
if (!document || serious.length > 0) {
  process.exit(1);
}

// the parser looks at the examples of AsyncAPI 2 only
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
const wrong = [];
let examples = 0;
for (const message of document.components().messages()) {
  for (const example of message.examples()) {
    examples++;
    for (const part of ['headers', 'payload']) {
      const fits = ajv.compile(message[part]().json());
      if (!fits(example[part]())) {
        wrong.push(`${message.name()}, example, ${part}: ${ajv.errorsText(fits.errors)}`);
      }
    }
  }
}
wrong.forEach((it) => console.log(it));
if (wrong.length > 0) {
  process.exit(1);
}
console.log(
  `AsyncAPI ${document.version()}: ${document.channels().length} channels,` +
    ` ${document.operations().length} operations, ${document.components().messages().length} messages,` +
    ` ${examples} examples`,
);
