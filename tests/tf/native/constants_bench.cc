// How long kernels take, for constants_bench.ts, which compiles this file with
// one value after another of a constant.
#include <algorithm>
#include <cstring>
#include <ctime>
#include <vector>

#include "kernels/batch_norm.h"
#include "kernels/direct_conv.h"
#include "kernels/elementwise.h"
#include "kernels/linear.h"
#include "kernels/winograd.h"
#include "ops/parallel.h"

namespace {

using Floats = std::vector<float>;

Floats numbers(long count) {
  Floats x(count);
  for (long i = 0; i < count; i++) x[i] = static_cast<float>(i % 13) - 6;
  return x;
}

/**
 * Milliseconds; of one thread those that it was computing, which what else the
 * machine does hardly changes.
 */
double now(int threads) {
  timespec time;
  clock_gettime(threads == 1 ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC,
                &time);
  return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

/** The shortest of several runs, in milliseconds. */
template <typename Work>
double fastest(int runs, int threads, const Work& work) {
  double best = 1e9;
  for (int i = 0; i < runs; i++) {
    const double start = now(threads);
    work();
    best = std::min(best, now(threads) - start);
  }
  return best;
}

/** A convolution and its filter's gradient for 8 pictures, 3 × 3. */
double winograd(int runs, int side, int in, int out) {
  mle::WinogradShape s;
  s.batch = 8;
  s.height = s.width = side;
  s.in = in;
  s.out = out;
  const long pixels = static_cast<long>(s.batch) * side * side;
  const Floats x = numbers(pixels * in), dy = numbers(pixels * out);
  const Floats filter = numbers(9l * in * out);
  Floats y(dy.size()), transformed(s.transformedSize());
  Floats gradient(s.transformedSize()), scratch(s.scratchSize());
  Floats bias(out), dFilter(filter.size());
  return fastest(runs, 1, [&] {
    mle::transformFilters(s, filter.data(), transformed.data());
    for (int block = 0; block < s.blocks(); block++) {
      mle::winogradBlock(s, block, x.data(), transformed.data(), bias.data(),
                         scratch.data(), y.data());
    }
    for (int block = 0; block < s.blocks(); block++) {
      mle::winogradGradientBlock(s, block, x.data(), dy.data(), scratch.data(),
                                 gradient.data(), bias.data());
    }
    mle::filterGradient(s, gradient.data(), dFilter.data());
  });
}

/** The same without Winograd's algorithm. */
double direct(int runs, int side, int in, int out) {
  mle::ConvShape s;
  s.height = s.width = s.outHeight = s.outWidth = side;
  s.in = in;
  s.out = out;
  s.kernelHeight = s.kernelWidth = 3;
  s.padding = 1;
  const Floats x = numbers(8 * s.inSize()), dy = numbers(8 * s.outSize());
  const Floats filter = numbers(s.filterSize());
  Floats y(dy.size()), padded(s.paddedSize());
  Floats bias(out), dFilter(filter.size());
  return fastest(runs, 1, [&] {
    for (int i = 0; i < 8; i++) {
      mle::convolve(s, x.data() + i * s.inSize(), filter.data(), bias.data(),
                    padded.data(), y.data() + i * s.outSize());
    }
    for (int i = 0; i < 8; i++) {
      mle::addFilterGradient(s, x.data() + i * s.inSize(),
                             dy.data() + i * s.outSize(), padded.data(),
                             dFilter.data(), bias.data());
    }
  });
}

/** The three products of a linear layer with more inputs than outputs. */
double linear(int runs, int in, int out, int threads) {
  const int batch = 64;
  const Floats x = numbers(64l * in), w = numbers(static_cast<long>(in) * out);
  const Floats dy = numbers(64l * out);
  const mle::LongSide side{in};
  Floats dx(x.size()), dw(w.size());
  Floats parts(side.count() * dy.size());
  const mle::Matrix xs{x.data(), batch, in}, ws{w.data(), out, in},
      dys{dy.data(), batch, out};
  const auto forEach = [&](const auto& run) {
    mle::forEachBlock(threads, side.count(), run);
  };
  return fastest(runs, threads, [&] {
    forEach([&](long block, int) {
      mle::productAlong(block, xs, ws, &parts[block * dy.size()]);
    });
    for (size_t i = 0; i < dy.size(); i++) {
      for (long block = 1; block < side.count(); block++) {
        parts[i] += parts[block * dy.size() + i];
      }
    }
    forEach([&](long block, int) {
      mle::productAcross(block, dys, ws, nullptr, dx.data());
    });
    forEach([&](long block, int) {
      mle::transposedProductAcross(block, dys, xs, dw.data());
    });
  });
}

/** Batch normalisation and its gradient for pixels of a network's first map. */
double batchNorm(int runs, long pixels, int channels, int threads) {
  mle::PixelBlocks blocks;
  blocks.pixels = pixels;
  blocks.channels = channels;
  const Floats x = numbers(pixels * channels), dy = numbers(x.size());
  Floats y(x.size());
  const std::vector<double> ones(channels, 1);
  const Floats one = mle::repeated(blocks, ones);
  std::vector<mle::Moments> moments(blocks.count());
  std::vector<mle::GradientSums> sums(blocks.count());
  const auto forEach = [&](const auto& run) {
    mle::forEachBlock(threads, blocks.count(), [&](long block, int) {
      run(block, blocks.firstNumber(block));
    });
  };
  return fastest(runs, threads, [&] {
    forEach([&](long block, long first) {
      moments[block] = mle::momentsOf(blocks, block, x.data() + first);
    });
    forEach([&](long block, long first) {
      mle::scaleBlock(blocks, block, x.data() + first, {one, one},
                      y.data() + first);
    });
    forEach([&](long block, long first) {
      sums[block] = mle::gradientSumsOf(blocks, block, dy.data() + first,
                                        x.data() + first, one);
    });
    forEach([&](long block, long first) {
      mle::gradientBlock(blocks, block, dy.data() + first, x.data() + first,
                         {one, one, one, one}, y.data() + first);
    });
  });
}

/** The rectifier, its blocks shared between threads. */
double relu(int runs, long count, int threads) {
  const Floats x = numbers(count);
  Floats y(count);
  return fastest(runs, threads, [&] {
    mle::forEachBlock(threads, mle::blocksOf(count), [&](long block, int) {
      const long first = block * mle::kBlock;
      mle::rectify(x.data() + first, mle::endOf(block, count) - first,
                   y.data() + first);
    });
  });
}

double mse(int runs, long count) {
  const Floats x = numbers(count), target(count);
  double sum = 0;
  const double time = fastest(runs, 1, [&] {
    sum += mle::squaredDistance(x.data(), target.data(), count);
  });
  return sum < 0 ? -1 : time;  // so that the sum is needed
}

}  // namespace

/** The milliseconds that a work takes, or −1 if there is none of that name. */
extern "C" __attribute__((visibility("default"))) double measure(
    const char* work, int a, int b, int c) {
  const auto is = [&](const char* name) {
    return std::strcmp(work, name) == 0;
  };
  if (is("winograd")) return winograd(3, a, b, c);
  if (is("direct")) return direct(3, a, b, c);
  if (is("linear")) return linear(10, a, b, c);
  if (is("batch norm")) return batchNorm(3, a, b, c);
  if (is("relu")) return relu(20, a, b);
  if (is("mse")) return mse(100, a);
  return -1;
}
