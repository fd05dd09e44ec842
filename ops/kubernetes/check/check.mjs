// Checks manifests against the schemas of Kubernetes, KEDA, CloudNativePG and the Prometheus operator, as published by
// kubernetes-models: the values by the compiled JSON schemas, the names of fields by the type declarations (a schema of
// Kubernetes lets unknown fields pass, the API server does not). Strimzi's kinds have no such package: ManifestsTest checks them.
//
//   node check.mjs FILE.yaml …      exit code 0: all valid; 1: what is wrong is on stderr; 2: usage
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import ts from "typescript";
import { parseAllDocuments } from "yaml";

const PACKAGES = {
  "postgresql.cnpg.io": "@kubernetes-models/cloudnative-pg/postgresql.cnpg.io",
  "keda.sh": "@kubernetes-models/keda/keda.sh",
  "monitoring.coreos.com": "@kubernetes-models/prometheus-operator/monitoring.coreos.com",
  "networking.k8s.io": "kubernetes-models/networking.k8s.io",
  apps: "kubernetes-models/apps",
  autoscaling: "kubernetes-models/autoscaling",
  policy: "kubernetes-models/policy",
  "": "kubernetes-models",
};
const ELSEWHERE = ["kafka.strimzi.io", "kustomize.config.k8s.io"];

const files = process.argv.slice(2);
if (files.length === 0) {
  console.error("usage: node check.mjs FILE.yaml …");
  process.exit(2);
}

const problems = [];
const checked = [];
const literals = [];

for (const file of files) {
  for (const document of parseAllDocuments(readFileSync(file, "utf8"), { merge: true })) {
    document.errors.forEach((it) => problems.push(`${file}: ${it.message}`));
    const manifest = document.toJS();
    if (manifest === null) continue;
    const label = `${basename(file)}: ${manifest.kind} ${manifest.metadata?.name ?? ""}`;
    const version = String(manifest.apiVersion ?? "");
    const [group, api] = version.includes("/") ? version.split("/") : ["", version];
    if (ELSEWHERE.includes(group)) continue;
    if (!(group in PACKAGES)) {
      problems.push(`${label}: no schema for apiVersion "${version}"; add its package to check/`);
      continue;
    }
    const module = `${PACKAGES[group]}/${api}/${manifest.kind}`;
    let model;
    try {
      model = (await import(module))[manifest.kind];
    } catch {
      problems.push(`${label}: ${version} has no kind ${manifest.kind}`);
      continue;
    }
    try {
      new model(manifest).validate();
    } catch (invalid) {
      problems.push(`${label}: ${invalid.message}`);
    }
    literals.push({ label, module, kind: manifest.kind, manifest });
    checked.push(label);
  }
}

const source = literals
  .map(({ module, kind, manifest }, i) => `import type { I${kind} as T${i} } from "${module}";\nconst d${i}: T${i} = ${JSON.stringify(manifest)};`)
  .join("\n");
const NAME = "manifests.ts";
const options = { noEmit: true, strict: true, skipLibCheck: true, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, target: ts.ScriptTarget.ES2022, types: [] };
const host = ts.createCompilerHost(options);
const { getSourceFile, fileExists, readFile } = host;
host.fileExists = (name) => name.endsWith(NAME) || fileExists(name);
host.readFile = (name) => (name.endsWith(NAME) ? source : readFile(name));
host.getSourceFile = (name, ...rest) => (name.endsWith(NAME) ? ts.createSourceFile(name, source, rest[0]) : getSourceFile(name, ...rest));
for (const found of ts.getPreEmitDiagnostics(ts.createProgram([NAME], options, host))) {
  const line = found.file ? found.file.getLineAndCharacterOfPosition(found.start).line : 0;
  const label = literals[Math.floor(line / 2)]?.label ?? "";
  problems.push(`${label}: ${ts.flattenDiagnosticMessageText(found.messageText, "\n  ")}`);
}

checked.forEach((it) => console.log(it));
problems.forEach((it) => console.error(it));
process.exit(problems.length === 0 && checked.length > 0 ? 0 : 1);
