// Convolutions of random shapes against their reference.
#pragma once

#include "ops/fits.h"
#include "random_cases.h"

inline std::string describe(const char* way, const mle::ConvShape& s) {
  char text[200];
  std::snprintf(text, sizeof text,
                "%s, %d × %d × %d by %d × %d to %d × %d × %d, stride %d, "
                "padding %d",
                way, s.height, s.width, s.in, s.kernelHeight, s.kernelWidth,
                s.outHeight, s.outWidth, s.out, s.stride, s.padding);
  return text;
}

/** A random shape whose kernel meets the picture. */
inline mle::ConvShape randomConv(Random& random, int in, int out) {
  mle::ConvShape s;
  s.in = in;
  s.out = out;
  s.kernelHeight = random.between(1, 5);
  s.kernelWidth = random.between(1, 5);
  s.stride = random.between(1, 3);
  s.padding = random.between(0, 3);
  s.height = std::max(1, s.kernelHeight - 2 * s.padding) + random.between(0, 9);
  s.width = std::max(1, s.kernelWidth - 2 * s.padding) + random.between(0, 9);
  s.outHeight = (s.height + 2 * s.padding - s.kernelHeight) / s.stride + 1;
  s.outWidth = (s.width + 2 * s.padding - s.kernelWidth) / s.stride + 1;
  return s;
}

inline const float* dataOrNull(const Floats& numbers) {
  return numbers.empty() ? nullptr : numbers.data();
}

/** One picture of a batch. */
inline Floats part(const Floats& batch, int i, long size) {
  return Floats(batch.begin() + i * size, batch.begin() + (i + 1) * size);
}

inline void append(Sums& to, const Sums& more) {
  to.insert(to.end(), more.begin(), more.end());
}

inline void add(Sums& to, const Sums& more) {
  for (size_t i = 0; i < more.size(); i++) {
    to[i].value += more[i].value;
    to[i].size += more[i].size;
  }
}

inline void testDirectConv(Random& random) {
  const mle::Kernels& k = mle::kernels();
  const int out = k.lanes * random.between(1, 3);
  const mle::ConvShape s = randomConv(random, random.between(1, 9), out);
  const std::string what = describe("direct", s);
  if (!mle::isConvolution(s)) {
    std::printf("%s: refused\n", what.c_str());
    std::exit(1);
  }
  const Floats x = random.numbers(s.inSize());
  const Floats filter = random.numbers(s.filterSize());
  const Floats bias = random.numbers(random.between(0, 1) * s.out);
  const Floats dy = random.numbers(s.outSize());
  Floats padded(s.paddedSize()), y(s.outSize());
  k.convolve(s, x.data(), filter.data(), dataOrNull(bias), padded.data(),
             y.data());
  expectClose(what, y, reference::convolve(s, x, filter, bias));

  Floats dFilter(s.filterSize()), dBias(s.out);
  k.addFilterGradient(s, x.data(), dy.data(), padded.data(), dFilter.data(),
                      dBias.data());
  expectClose(what + ", dfilter", dFilter, reference::filterGradient(s, x, dy));
  expectClose(what + ", dbias", dBias, reference::columnSums(dy, s.out), 1e-5);
}

inline void testTransposedConv(Random& random) {
  const mle::Kernels& k = mle::kernels();
  const mle::ConvShape s =
      randomConv(random, random.between(1, 20), random.between(1, 20));
  const Floats filter = random.numbers(s.filterSize());
  const Floats dy = random.numbers(s.outSize());
  const Floats bias = random.numbers(random.between(0, 1) * s.in);
  Floats transposed(static_cast<long>(s.out) * mle::spreadColumns(s));
  Floats padded(s.paddedSize()), dx(s.inSize());
  Floats spread(s.outPixels() * mle::spreadColumns(s));
  k.transposeFilter(s, filter.data(), transposed.data());
  k.convolveTransposed(s, dy.data(), transposed.data(), dataOrNull(bias),
                       padded.data(), spread.data(), dx.data());
  expectClose(describe("transposed", s), dx,
              reference::inputGradient(s, filter, dy, bias));
}

inline void testFewChannelsConv(Random& random) {
  const mle::Kernels& k = mle::kernels();
  int out = 1;
  while (2 * out < k.lanes && random.between(0, 1)) out *= 2;
  mle::ConvShape s = randomConv(random, random.between(1, 9), out);
  s.stride = 1;
  s.outHeight = s.height + 2 * s.padding - s.kernelHeight + 1;
  s.outWidth = s.width + 2 * s.padding - s.kernelWidth + 1;
  const std::string what = describe("few channels", s);
  const Floats filter = random.numbers(s.filterSize());
  const Floats bias = random.numbers(random.between(0, 1) * s.out);
  // What one picture leaves behind serves the next.
  const int pictures = random.between(1, 3);
  const Floats x = random.numbers(pictures * s.inSize());
  const Floats dy = random.numbers(pictures * s.outSize());
  Floats laidOut(mle::laidOutSize(s)), y(pictures * s.outSize());
  Floats gradients(mle::fewChannelsGradientSize(s));
  k.convolveFewChannels(s, pictures, x.data(), filter.data(), dataOrNull(bias),
                        laidOut.data(), y.data());
  k.addFewChannelsGradient(s, pictures, x.data(), dy.data(), laidOut.data(),
                           gradients.data());
  Sums expected, dFilter(s.filterSize());
  for (int i = 0; i < pictures; i++) {
    const Floats picture = part(x, i, s.inSize());
    append(expected, reference::convolve(s, picture, filter, bias));
    add(dFilter,
        reference::filterGradient(s, picture, part(dy, i, s.outSize())));
  }
  expectClose(what, y, expected);
  Floats filterSums(s.filterSize()), biasSums(s.out);
  k.foldFewChannelsGradient(s, gradients.data(), filterSums.data(),
                            biasSums.data());
  expectClose(what + ", dfilter", filterSums, dFilter, 1e-5);
  expectClose(what + ", dbias", biasSums, reference::columnSums(dy, s.out),
              1e-5);
}

/** With stride 1 the gradient is a convolution by the rotated filter. */
inline void testRotatedFilter(Random& random) {
  const mle::Kernels& k = mle::kernels();
  mle::ConvShape s = randomConv(random, 1, random.between(1, 20));
  s.kernelWidth = s.kernelHeight;
  s.stride = 1;
  s.padding = random.between(0, s.kernelHeight + 1);
  s.height = std::max(s.height, s.kernelHeight);
  s.width = std::max(s.width, s.kernelWidth);
  s.outHeight = s.height + 2 * s.padding - s.kernelHeight + 1;
  s.outWidth = s.width + 2 * s.padding - s.kernelWidth + 1;
  const Floats filter = random.numbers(s.filterSize());
  const Floats dy = random.numbers(s.outSize());
  const mle::ConvShape back = mle::backward(s);
  Floats rotated(s.filterSize()), dx(s.inSize());
  Floats laidOut(mle::laidOutSize(back));
  k.rotateFilter(s, filter.data(), rotated.data());
  k.convolveFewChannels(back, 1, dy.data(), rotated.data(), nullptr,
                        laidOut.data(), dx.data());
  expectClose(describe("rotated", s), dx,
              reference::inputGradient(s, filter, dy, {}));
}

inline void testWinograd(Random& random) {
  const mle::Kernels& k = mle::kernels();
  mle::WinogradShape w;
  w.batch = random.between(1, 3);
  w.height = random.between(1, 14);
  w.width = random.between(1, 14);
  w.in = 16 * random.between(1, 2);
  w.out = 16 * random.between(1, 3);
  mle::ConvShape s;
  s.height = s.outHeight = w.height;
  s.width = s.outWidth = w.width;
  s.in = w.in;
  s.out = w.out;
  s.kernelHeight = s.kernelWidth = 3;
  s.padding = 1;
  const std::string what = describe("Winograd", s);
  const Floats x = random.numbers(w.batch * s.inSize());
  const Floats dy = random.numbers(w.batch * s.outSize());
  const Floats filter = random.numbers(s.filterSize());
  const Floats bias = random.numbers(random.between(0, 1) * s.out);
  Floats transformed(w.transformedSize()), scratch(w.scratchSize());
  Floats y(w.batch * s.outSize());
  Floats dTransformed(w.transformedSize()), dFilter(s.filterSize());
  Floats dBias(s.out);
  k.transformFilters(w, filter.data(), transformed.data());
  for (int block = 0; block < w.blocks(); block++) {
    k.winogradBlock(w, block, x.data(), transformed.data(), dataOrNull(bias),
                    scratch.data(), y.data());
    k.winogradGradientBlock(w, block, x.data(), dy.data(), scratch.data(),
                            dTransformed.data(), dBias.data());
  }
  k.filterGradient(w, dTransformed.data(), dFilter.data());
  Sums expected, gradient(s.filterSize());
  for (int i = 0; i < w.batch; i++) {
    const Floats picture = part(x, i, s.inSize());
    append(expected, reference::convolve(s, picture, filter, bias));
    add(gradient,
        reference::filterGradient(s, picture, part(dy, i, s.outSize())));
  }
  // Its sums go up and down on the way: 1e-5 of their terms are lost.
  for (auto& sum : expected) sum.size += 1;
  for (auto& sum : gradient) sum.size += 1;
  expectClose(what, y, expected, 1e-5);
  expectClose(what + ", dfilter", dFilter, gradient, 3e-5);
  expectClose(what + ", dbias", dBias, reference::columnSums(dy, s.out), 1e-5);
}
