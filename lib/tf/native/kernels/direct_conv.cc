#include "direct_conv.h"

#include <cstring>

#include "assume.h"
#include "gemm.h"

namespace mle {
inline namespace MLE_INSTRUCTIONS {
namespace {

/** Copies a picture into one padded with zeros. */
inline void padPicture(const ConvShape& s, const float* x, float* padded) {
  MLE_ASSUME(s.height > 0 && s.width > 0 && s.in > 0 && s.padding >= 0);
  const size_t row = static_cast<size_t>(s.width) * s.in;
  std::memset(padded, 0, s.paddedSize() * sizeof(float));
  for (int i = 0; i < s.height; i++) {
    std::memcpy(padded + (i + s.padding) * s.paddedRow() +
                    static_cast<long>(s.padding) * s.in,
                x + i * row, row * sizeof(float));
  }
}

}  // namespace

void convolve(const ConvShape& s, const float* x, const float* filter,
              const float* bias, float* padded, float* y) {
  MLE_ASSUME(s.out > 0 && s.out % kLanes == 0);
  padPicture(s, x, padded);
  for (int row = 0; row < s.outHeight; row++) {
    float* yRow = y + static_cast<long>(row) * s.outWidth * s.out;
    for (int pixel = 0; pixel < s.outWidth; pixel++) {
      for (int o = 0; o < s.out; o += kLanes) {
        store(yRow + static_cast<long>(pixel) * s.out + o,
              bias == nullptr ? Vec{} : load(bias + o));
      }
    }
    for (int h = 0; h < s.kernelHeight; h++) {
      gemm<true>(s.outWidth, s.out, s.kernelRow(),
                 {padded + (row * s.stride + h) * s.paddedRow(),
                  static_cast<long>(s.stride) * s.in, 1},
                 {filter + static_cast<long>(h) * s.kernelRow() * s.out, s.out},
                 {yRow, s.out});
    }
  }
}

void addFilterGradient(const ConvShape& s, const float* x, const float* dy,
                       float* padded, float* dFilter, float* dBias) {
  MLE_ASSUME(s.out > 0 && s.out % kLanes == 0);
  padPicture(s, x, padded);
  for (int row = 0; row < s.outHeight; row++) {
    const float* dyRow = dy + static_cast<long>(row) * s.outWidth * s.out;
    for (int h = 0; h < s.kernelHeight; h++) {
      gemm<true>(
          s.kernelRow(), s.out, s.outWidth,
          {padded + (row * s.stride + h) * s.paddedRow(), 1,
           static_cast<long>(s.stride) * s.in},
          {dyRow, s.out},
          {dFilter + static_cast<long>(h) * s.kernelRow() * s.out, s.out});
    }
  }
  for (int o = 0; o < s.out; o += kLanes) {
    Vec sum{};
    for (long pixel = 0; pixel < s.outPixels(); pixel++) {
      sum += load(dy + pixel * s.out + o);
    }
    store(dBias + o, load(dBias + o) + sum);
  }
}

void rotateFilter(const ConvShape& s, const float* filter, float* rotated) {
  const int places = s.kernelHeight * s.kernelWidth;
  const long size = static_cast<long>(s.in) * s.out;
  for (int place = 0; place < places; place++) {
    const float* from = filter + (places - 1 - place) * size;
    float* to = rotated + place * size;
    for (int o = 0; o < s.out; o++) {
      for (int c = 0; c < s.in; c++) to[o * s.in + c] = from[c * s.out + o];
    }
  }
}

void transposeFilter(const ConvShape& s, const float* filter,
                     float* transposed) {
  const int columns = spreadColumns(s);
  for (int o = 0; o < s.out; o++) {
    for (int tap = 0; tap < columns; tap++) {
      transposed[static_cast<long>(o) * columns + tap] =
          tap < s.taps() ? filter[static_cast<long>(tap) * s.out + o] : 0;
    }
  }
}

void convolveTransposed(const ConvShape& s, const float* y,
                        const float* transposed, const float* bias,
                        float* padded, float* spread, float* x) {
  MLE_ASSUME(s.in > 0 && s.out > 0 && s.stride > 0 && s.padding >= 0);
  const int columns = spreadColumns(s);
  gemm<false>(static_cast<int>(s.outPixels()), columns, s.out, {y, s.out, 1},
              {transposed, columns}, {spread, columns});
  std::memset(padded, 0, s.paddedSize() * sizeof(float));
  for (int row = 0; row < s.outHeight; row++) {
    for (int column = 0; column < s.outWidth; column++) {
      const float* from =
          spread + (static_cast<long>(row) * s.outWidth + column) * columns;
      for (int h = 0; h < s.kernelHeight; h++) {
        float* to = padded + (row * s.stride + h) * s.paddedRow() +
                    static_cast<long>(column) * s.stride * s.in;
        for (int i = 0; i < s.kernelRow(); i++) to[i] += *from++;
      }
    }
  }
  for (int i = 0; i < s.height; i++) {
    const float* from = padded + (i + s.padding) * s.paddedRow() +
                        static_cast<long>(s.padding) * s.in;
    float* to = x + static_cast<long>(i) * s.width * s.in;
    for (int j = 0; j < s.width; j++) {
      for (int c = 0; c < s.in; c++) {
        to[j * s.in + c] = from[j * s.in + c] + (bias == nullptr ? 0 : bias[c]);
      }
    }
  }
}

}  // namespace MLE_INSTRUCTIONS
}  // namespace mle
