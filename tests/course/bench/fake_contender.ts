/** A contender that computes nothing; its variant says how it behaves. */
import {
  type Job,
  serve,
  timeSteps,
} from "../../../scripts/course/bench/protocol.ts";

const job = JSON.parse(Deno.args[0]) as Job;

if (job.variant === "cannot start") {
  console.error("Traceback: a long story\nModuleNotFoundError: torch");
  Deno.exit(1);
}
if (job.variant === "babbles") console.log("Welcome!");

const losses = job.variant === "trains another way" ? [0.5, 0.3] : [0.5, 0.25];
const slowness = job.variant === "is slow" ? 3 : 1;
let epochs = 0;
await serve((request) => {
  if (request.do !== "epoch") {
    const { ms, loss } = timeSteps(losses, request.count, (loss) => loss);
    return { ms: ms.map(() => slowness), loss };
  }
  epochs++;
  if (job.variant === "dies in epoch 2" && epochs === 2) Deno.exit(3);
  return { ms: [request.pictures], loss: epochs };
});
