#include "workers.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <system_error>
#include <thread>

namespace mle {
namespace {

using Job = std::function<void(int)>;

/** How long an idle thread polls before it sleeps. */
constexpr std::chrono::microseconds kPatience(300);

class Workers {
 public:
  void run(int count, std::shared_ptr<Job> job) {
    std::lock_guard<std::mutex> lock(mutex_);
    start(count);
    job_ = std::move(job);
    jobs_.fetch_add(1);
    if (asleep_ > 0) news_.notify_all();
  }

 private:
  void start(int count) {
    if (isRefused_) return;
    try {
      for (; threads_ < count; threads_++) {
        // Never joined: they own nothing and end with the process.
        std::thread([this, number = threads_ + 1] { work(number); }).detach();
      }
    } catch (const std::system_error&) {
      // The system allows no more threads, as in a sandbox: do with these.
      isRefused_ = true;
    }
  }

  void work(int number) {
    for (int64_t seen = 0;;) {
      const auto end = std::chrono::steady_clock::now() + kPatience;
      while (jobs_.load() == seen && std::chrono::steady_clock::now() < end) {
        // TensorFlow's own threads need the processor, too.
        std::this_thread::yield();
      }
      std::shared_ptr<Job> job;
      {
        std::unique_lock<std::mutex> lock(mutex_);
        asleep_++;
        news_.wait(lock, [&] { return jobs_.load() != seen; });
        asleep_--;
        seen = jobs_.load();
        job = job_;
      }
      (*job)(number);
    }
  }

  std::mutex mutex_;
  std::condition_variable news_;
  int threads_ = 0;
  bool isRefused_ = false;
  int asleep_ = 0;
  std::shared_ptr<Job> job_;
  std::atomic<int64_t> jobs_{0};
};

}  // namespace

void runOnWorkers(int count, std::shared_ptr<Job> job) {
  // Never destroyed, since the threads use it until the process ends.
  static Workers& workers = *new Workers;
  workers.run(count, std::move(job));
}

}  // namespace mle
