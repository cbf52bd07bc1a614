// Runs the scenario of BenchmarkRanges in Squiggle: node ranges.mjs DIRECTORY SAMPLES SEED,
// where DIRECTORY has node_modules/@quri/squiggle-lang. Prints p5, p50 and p95 of rps,
// storage and ingress as JSON.
//
// SampleSet.fromDist makes sample sets of the ranges. In version 0.10 `to` makes them
// anyway; earlier ones kept a lognormal, and multiplied two of them in closed form.
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [directory, samples, seed] = process.argv.slice(2);
const { run } = await import(pathToFileURL(join(directory, "node_modules/@quri/squiggle-lang/dist/index.js")));
const code = `
dau = SampleSet.fromDist(100M to 300M)
per_user = SampleSet.fromDist(3 to 8)
payload = SampleSet.fromDist(50k to 200k)
rps = dau * per_user / 86400
ingress = rps * payload
storage = ingress * 10 * 365 * 86400 * 3
percentiles(d) = [quantile(d, 0.05), quantile(d, 0.5), quantile(d, 0.95)]
[percentiles(rps), percentiles(storage), percentiles(ingress)]
`;
const environment = { sampleCount: Number(samples), xyPointLength: 1000, seed, profile: false };
const { result } = await run(code, { environment });
if (!result.ok) throw new Error(result.value.toString());
console.log(result.value.result.toString());
