// Threads that wait for work.
#pragma once

#include <functional>
#include <memory>

namespace mle {

/**
 * Lets `count` threads beside the caller's each call `job` with a number from
 * 1 on, and does not wait for them: a thread that is busy, or asleep, may come
 * late, or never to this job if there is a new one by then.
 *
 * A thread that has nothing to do keeps looking for work for a while before it
 * falls asleep: in training one op follows the other, and to wake a thread
 * takes as long as a small op.
 */
void runOnWorkers(int count, std::shared_ptr<std::function<void(int)>> job);

}  // namespace mle
