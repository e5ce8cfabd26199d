// A pool of threads.
#pragma once

#include <functional>
#include <memory>

namespace mle {

/**
 * Lets up to `count` threads call `job`, each with its own number from 1 on,
 * and does not wait for them. A thread that is busy or asleep may start late,
 * or skip this job if there is a newer one by then.
 *
 * An idle thread polls for work for a while before it sleeps: in training, ops
 * follow one another, and waking a thread takes as long as a small op.
 */
void runOnWorkers(int count, std::shared_ptr<std::function<void(int)>> job);

}  // namespace mle
