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

let epochs = 0;
await serve({
  steps: (count) => timeSteps([0.5, 0.25], count, (loss) => loss),
  epoch(pictures) {
    epochs++;
    if (job.variant === "dies in epoch 3" && epochs === 3) Deno.exit(3);
    return Promise.resolve({ ms: [pictures], loss: epochs });
  },
});
