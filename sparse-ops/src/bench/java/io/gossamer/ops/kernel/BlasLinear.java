package io.gossamer.ops.kernel;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.blas_set_num_threads;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import org.bytedeco.javacpp.FloatPointer;

/** The rival: one dense layer on OpenBLAS, one thread, on native memory so that nothing is copied. */
final class BlasLinear {
  private final int batch;
  private final int in;
  private final int out;
  private final FloatPointer x;
  private final FloatPointer y;
  private final FloatPointer w;

  BlasLinear(int batch, int in, int out, float[] x, float[] y, float[] w) {
    blas_set_num_threads(1);
    this.batch = batch;
    this.in = in;
    this.out = out;
    this.x = new FloatPointer(x);
    this.y = new FloatPointer(y);
    this.w = new FloatPointer(w);
  }

  /** {@code y = x w'} with rows of the batch contiguous, as frameworks lie. */
  void forwardByRows() {
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, batch, out, in, 1f, x, in, w, in, 0f, y, out);
  }

  /** {@code y = w x} with columns of the batch contiguous, as our tiles lie. */
  void forwardByColumns() {
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, out, batch, in, 1f, w, in, x, batch, 0f, y, batch);
  }

  /** {@code dx = dy w}, {@code dw = dy' x}, batch rows contiguous. */
  void backwardByRows(BlasLinear gradient) {
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, batch, in, out, 1f, y, out, w, in, 0f, gradient.x, in);
    cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, out, in, batch, 1f, y, out, x, in, 1f, gradient.w, in);
  }

  /** {@code dx = w' dy}, {@code dw = dy x'}, batch columns contiguous. */
  void backwardByColumns(BlasLinear gradient) {
    cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, in, batch, out, 1f, w, in, y, batch, 0f, gradient.x, batch);
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, out, in, batch, 1f, y, batch, x, batch, 1f, gradient.w, in);
  }
}
