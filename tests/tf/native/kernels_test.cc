// Compares every kernel with its reference on random shapes.
//
//     kernels_test FIRST_SEED COUNT
//
// Prints the instructions and the number of cases, or what was wrong.
#include "conv_cases.h"

namespace {

void testAdam(Random& random) {
  const int count = random.between(1, 100);
  mle::AdamFactors f;
  f.meanWeight = (random.number() + 1) / 2;
  f.squareDecay = (random.number() + 1) / 2;
  f.squareWeight = 1 - f.squareDecay;
  f.epsilon = 1e-3f;
  f.stepSize = 0.1f;
  f.squareCorrection = 0.5f;
  Floats parameter = random.numbers(count), mean = random.numbers(count);
  Floats square = random.numbers(count);
  for (float& value : square) value *= value;
  const Floats gradient = random.numbers(count);
  Sums parameters(count), means(count), squares(count);
  for (int i = 0; i < count; i++) {
    const double g = gradient[i];
    means[i].add((1.0 - f.meanWeight) * mean[i]);
    means[i].add(f.meanWeight * g);
    squares[i].add(static_cast<double>(f.squareDecay) * square[i]);
    squares[i].add(f.squareWeight * g * g);
    parameters[i].add(parameter[i]);
    parameters[i].add(
        -f.stepSize * means[i].value /
        (std::sqrt(squares[i].value) / f.squareCorrection + f.epsilon));
    // What is lost of the mean is lost of the step, too.
    parameters[i].size +=
        means[i].size * f.stepSize /
        (std::sqrt(squares[i].value) / f.squareCorrection + f.epsilon);
  }
  mle::AdamState state;
  state.parameter = parameter.data();
  state.mean = mean.data();
  state.square = square.data();
  state.gradient = gradient.data();
  const int middle = random.between(0, count);
  mle::kernels().adamStep(state, f, 0, middle);
  mle::kernels().adamStep(state, f, middle, count);
  expectClose("Adam, mean", mean, means);
  expectClose("Adam, square", square, squares);
  expectClose("Adam, parameter", parameter, parameters, 1e-5);
}

void testBatchNorm(Random& random) {
  const mle::Kernels& k = mle::kernels();
  mle::PixelBlocks blocks;
  blocks.channels = random.oneOf({1, 2, 3, 4, 7, 16, 40});
  // Now and then more than a block.
  blocks.pixels = random.between(0, 9) == 0
                      ? blocks.blockPixels() + random.between(1, 70)
                      : random.between(1, 300);
  const int channels = blocks.channels;
  const Floats x = random.numbers(blocks.pixels * channels);
  const Floats dy = random.numbers(blocks.pixels * channels);
  std::vector<double> sums(channels);
  mle::Moments moments;
  for (long block = 0; block < blocks.count(); block++) {
    const float* from = x.data() + blocks.firstNumber(block);
    const std::vector<double> more = k.sumOf(blocks, block, from);
    for (int c = 0; c < channels; c++) sums[c] += more[c];
    const mle::Moments part = k.momentsOf(blocks, block, from);
    if (block == 0) {
      moments = part;
    } else {
      k.addMoments(moments, part);
    }
  }
  const Sums expected = reference::columnSums(x, channels);
  const auto floats = [](const std::vector<double>& values) {
    return Floats(values.begin(), values.end());
  };
  expectClose("batch norm, sums", floats(sums), expected, 1e-5);
  Sums means(channels), squares(channels);
  for (int c = 0; c < channels; c++) {
    means[c].value = expected[c].value / blocks.pixels;
    means[c].size = expected[c].size / blocks.pixels;
  }
  for (size_t i = 0; i < x.size(); i++) {
    const double deviation = x[i] - means[i % channels].value;
    squares[i % channels].add(deviation * deviation);
  }
  expectClose("batch norm, means", floats(moments.mean), means, 1e-5);
  for (auto& sum : squares) sum.size += 1e-3;  // where all are the same
  expectClose("batch norm, squares", floats(moments.squares), squares, 1e-5);

  const auto perChannel = [&] {
    std::vector<double> values(channels);
    for (double& value : values) value = random.number();
    return values;
  };
  const auto factor = perChannel(), offset = perChannel(), slope = perChannel(),
             mean = perChannel();
  mle::ChannelScale scale{k.repeated(blocks, factor),
                          k.repeated(blocks, offset)};
  mle::ChannelGradient gradient{k.repeated(blocks, mean), scale.factor,
                                k.repeated(blocks, slope), scale.offset};
  Floats y(x.size()), dx(x.size());
  std::vector<double> dySums(channels), deviationSums(channels);
  for (long block = 0; block < blocks.count(); block++) {
    const long first = blocks.firstNumber(block);
    k.scaleBlock(blocks, block, x.data() + first, scale, y.data() + first);
    k.gradientBlock(blocks, block, dy.data() + first, x.data() + first,
                    gradient, dx.data() + first);
    const mle::GradientSums part = k.gradientSumsOf(
        blocks, block, dy.data() + first, x.data() + first, gradient.mean);
    for (int c = 0; c < channels; c++) {
      dySums[c] += part.dy[c];
      deviationSums[c] += part.dyDeviation[c];
    }
  }
  Sums scaled(x.size()), gradients(x.size()), products(channels);
  for (size_t i = 0; i < x.size(); i++) {
    const int c = static_cast<int>(i % channels);
    scaled[i].add(factor[c] * x[i]);
    scaled[i].add(offset[c]);
    gradients[i].add(factor[c] * dy[i]);
    gradients[i].add(slope[c] * x[i]);
    gradients[i].add(-slope[c] * mean[c]);
    gradients[i].add(offset[c]);
    products[c].add(dy[i] * (x[i] - mean[c]));
  }
  expectClose("batch norm, y", y, scaled);
  expectClose("batch norm, dx", dx, gradients);
  expectClose("batch norm, sums of dy", floats(dySums),
              reference::columnSums(dy, channels), 1e-5);
  expectClose("batch norm, products", floats(deviationSums), products, 1e-5);
}

void testLinear(Random& random) {
  const mle::Kernels& k = mle::kernels();
  const int rows = random.between(1, 20), depth = random.between(1, 40);
  const int side = k.lanes * random.oneOf({1, 2, 3, 5, 9, 1024 / k.lanes, 150});
  const long blocks = mle::LongSide{side}.count();
  const Floats a = random.numbers(static_cast<long>(rows) * side);
  const Floats b = random.numbers(static_cast<long>(depth) * side);
  Floats along(rows * depth);
  for (long block = 0; block < blocks; block++) {
    Floats part(rows * depth);
    k.productAlong(block, {a.data(), rows, side}, {b.data(), depth, side},
                   part.data());
    for (size_t i = 0; i < part.size(); i++) along[i] += part[i];
  }
  expectClose("a·bᵀ along", along,
              reference::multiply(a, reference::transpose(b, side), side),
              1e-5);

  const Floats left = random.numbers(rows * depth);
  const Floats turned = reference::transpose(left, depth);
  const Floats offset = random.numbers(random.between(0, 1) * side);
  Floats across(a.size()), transposed(a.size());
  for (long block = 0; block < blocks; block++) {
    k.productAcross(block, {left.data(), rows, depth}, {b.data(), depth, side},
                    dataOrNull(offset), across.data());
    k.transposedProductAcross(block, {turned.data(), depth, rows},
                              {b.data(), depth, side}, transposed.data());
  }
  Sums product = reference::multiply(left, b, depth);
  expectClose("aᵀ·b across", transposed, product);
  for (size_t i = 0; i < product.size() && !offset.empty(); i++) {
    product[i].add(offset[i % side]);
  }
  expectClose("a·b across", across, product);

  Floats turnedByKernel(left.size()), sums(depth);
  k.transpose({left.data(), rows, depth}, turnedByKernel.data());
  expectEqual("transpose", turnedByKernel, turned);
  k.sumRows({left.data(), rows, depth}, sums.data());
  expectClose("sum of rows", sums, reference::columnSums(left, depth));
}

void testMaxPool(Random& random) {
  mle::PoolShape s;
  s.kernel =
      random.between(0, 9) == 0 ? mle::kMaxPoolKernel : random.between(1, 5);
  s.stride = random.between(1, 4);
  const bool isUsual = random.between(0, 2) == 0;
  if (isUsual) s.kernel = s.stride = 2;
  s.height = s.kernel + random.between(0, 9);
  s.width = s.kernel + random.between(0, isUsual ? 70 : 9);
  s.channels = random.oneOf({1, 2, 3, 4, 8, 12, 16, 20, 24, 32});
  Floats x = random.numbers(s.inSize());
  const float negative = random.oneOf({-1, 0});
  for (float& value : x) {
    if (value < -0.3f) value = negative;  // so that windows have several maxima
    if (random.between(0, 99) == 0) value = random.oneOf({0, 1}) ? NAN : -0.0f;
  }
  const Floats dy = random.numbers(s.outSize());
  Floats y(s.outSize()), dx(s.inSize());
  std::vector<uint8_t> places(s.outSize());
  const mle::Kernels& k = mle::kernels();
  k.maxPool(s, false, x.data(), y.data(), places.data());
  k.maxPoolGradient(s, false, dy.data(), places.data(), dx.data());
  const std::vector<int> maxima = reference::maxPlaces(s, x);
  Floats expected(s.outSize());
  Sums gradient(s.inSize());
  for (size_t i = 0; i < maxima.size(); i++) {
    expected[i] = x[maxima[i]];
    gradient[maxima[i]].add(dy[i]);
  }
  expectEqual("max pooling", y, expected);
  expectClose("max pooling, dx", dx, gradient);

  Floats rectified(s.inSize()), beforeRectifier(s.inSize());
  k.rectifyGradient(dx.data(), x.data(), s.inSize(), rectified.data());
  k.maxPoolGradient(s, true, dy.data(), places.data(), beforeRectifier.data());
  expectEqual("max pooling, dx before the rectifier", beforeRectifier,
              rectified);
  Floats rectifiedY(s.outSize());
  k.maxPool(s, true, x.data(), rectifiedY.data(), places.data());
  k.rectify(y.data(), s.outSize(), y.data());
  expectEqual("rectified max pooling", rectifiedY, y);
  k.maxPoolGradient(s, true, dy.data(), places.data(), dx.data());
  expectEqual("rectified max pooling, dx", dx, rectified);
}

void testElements(Random& random) {
  const mle::Kernels& k = mle::kernels();
  const int count = random.between(1, 300);
  Floats x = random.numbers(count);
  if (random.between(0, 1)) x[random.between(0, count - 1)] = NAN;
  const Floats dy = random.numbers(count);
  Floats y(count), dx(count), expectedY(count), expectedDx(count);
  k.rectify(x.data(), count, y.data());
  k.rectifyGradient(dy.data(), y.data(), count, dx.data());
  for (int i = 0; i < count; i++) {
    expectedY[i] = x[i] < 0 ? 0 : x[i];
    expectedDx[i] = x[i] <= 0 ? 0 : dy[i];
  }
  expectEqual("rectifier", y, expectedY);
  expectEqual("rectifier, dx", dx, expectedDx);

  const Floats a = random.numbers(count), b = random.numbers(count);
  reference::Sum distance;
  Sums difference(count), sum(count);
  for (int i = 0; i < count; i++) {
    distance.add((static_cast<double>(a[i]) - b[i]) * (a[i] - b[i]));
    difference[i].add(0.25 * a[i]);
    difference[i].add(-0.25 * b[i]);
    sum[i].add(a[i]);
    sum[i].add(b[i]);
  }
  const double squares = k.squaredDistance(a.data(), b.data(), count);
  expectClose("squared distance", {static_cast<float>(squares)}, {distance},
              1e-5);
  const double same =
      k.distanceAndGradient(a.data(), b.data(), 0.25f, count, dx.data());
  expectClose("squared distance", {static_cast<float>(same)}, {distance}, 1e-5);
  expectClose("difference", dx, difference);
  Floats total = a;
  const int middle = random.between(0, count);
  k.addNumbers(b.data(), middle, total.data());
  k.addNumbers(b.data() + middle, count - middle, total.data() + middle);
  expectClose("sum", total, sum);
}

}  // namespace

int main(int argc, char** argv) {
  const int first = argc > 1 ? std::atoi(argv[1]) : 0;
  const int count = argc > 2 ? std::atoi(argv[2]) : 10;
  for (int seed = first; seed < first + count; seed++) {
    Random random(seed);
    testAdam(random);
    testBatchNorm(random);
    testDirectConv(random);
    testTransposedConv(random);
    testFewChannelsConv(random);
    testRotatedFilter(random);
    testWinograd(random);
    testLinear(random);
    testMaxPool(random);
    testElements(random);
  }
  std::printf("%s: %d\n", mle::kernels().instructions, count);
}
