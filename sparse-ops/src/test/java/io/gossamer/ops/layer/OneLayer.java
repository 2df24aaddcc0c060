package io.gossamer.ops.layer;

import io.gossamer.ops.kernel.KernelChoice;
import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.rows.CsrRows;
import io.gossamer.ops.rows.DenseRows;
import io.gossamer.ops.rows.Rows;
import io.gossamer.ops.threads.Crew;
import io.gossamer.ops.values.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One layer without a mask, compiled alone, so that tests see single numbers. Columns of a tile that no kernel computes
 * hold NaN throughout: whoever lets them in is found out.
 */
final class OneLayer {
  private final Batch batch = new Batch();
  private final Tensor x;
  private final Tensor y;
  private final Site site;
  private final Layer layer;

  private OneLayer(LayerSpec spec, Rows rows, List<float[]> parameters) {
    Shape shape = Shape.flat(rows.features());
    boolean sparse = rows instanceof CsrRows;
    batch.set(rows, IntStream.range(0, rows.count()).toArray(), 0, rows.count(), true, 1);
    List<Window> windows = new ArrayList<>();
    int length = 0;
    for (Parameter parameter : spec.parameters(List.of(shape))) {
      int places = (int) parameter.places();
      windows.add(new Window(parameter.name(), length, places, parameter.role(), parameter.role().trained()));
      length += places;
    }
    float[] values = new float[length];
    for (int n = 0; n < windows.size(); n++) {
      System.arraycopy(parameters.get(n), 0, values, windows.get(n).offset(), windows.get(n).length());
    }
    this.x = sparse ? new Tensor(shape, null, 0, null, 0, false) : tensor(shape);
    this.y = tensor(spec.output(List.of(shape)));
    this.site = new Site(0, KernelChoice.kernels(), List.of(x), y, windows, null, false, sparse, false, true,
        batch.tiles(), values, new float[length], Crew.ALONE,
        new Scratch(1, spec.scratchFloats(List.of(shape), sparse)));
    this.layer = spec.compile(site);
  }

  /** On sparse rows. */
  static OneLayer sparse(LayerSpec spec, CsrRows rows, float[]... parameters) {
    return new OneLayer(spec, rows, List.of(parameters));
  }

  /** On dense rows. */
  static OneLayer dense(LayerSpec spec, List<float[]> parameters, float[]... rows) {
    float[] flat = new float[rows.length * rows[0].length];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(rows[row], 0, flat, row * rows[0].length, rows[0].length);
    }
    DenseRows given = new DenseRows(rows[0].length, flat, new float[rows.length], null);
    OneLayer one = new OneLayer(spec, given, parameters);
    one.fill(one.x, one.x.values(), one.x.at(0), rows);
    return one;
  }

  private Tensor tensor(Shape shape) {
    int floats = new Tensor(shape, null, 0, null, 0, false).floats() * batch.tiles();
    float[] values = new float[floats];
    float[] gradients = new float[floats];
    Arrays.fill(values, Float.NaN);
    Arrays.fill(gradients, Float.NaN);
    return new Tensor(shape, values, 0, gradients, 0, false);
  }

  private void fill(Tensor tensor, float[] array, int from, float[][] rows) {
    for (int t = 0; t < batch.tiles(); t++) {
      for (int f = 0; f < tensor.features(); f++) {
        for (int b = 0; b < batch.lanes(t); b++) {
          int at = from + t * tensor.floats() + f * Tile.LANES + b;
          array[at] = b < batch.used(t) ? rows[t * Tile.LANES + b][f] : 0;
        }
      }
    }
  }

  private float[][] read(Tensor tensor, float[] array, int from) {
    float[][] rows = new float[batch.count()][tensor.features()];
    for (int row = 0; row < rows.length; row++) {
      int tile = row / Tile.LANES;
      for (int f = 0; f < tensor.features(); f++) {
        rows[row][f] = array[from + tile * tensor.floats() + f * Tile.LANES + row % Tile.LANES];
      }
    }
    return rows;
  }

  /** The output, row by row. */
  float[][] forward() {
    layer.forward(batch);
    return read(y, y.values(), y.at(0));
  }

  /** The input's gradient, row by row, from that of the output; null for sparse rows. */
  float[][] backward(float[]... dy) {
    fill(y, y.gradients(), y.gradientAt(0), dy);
    layer.backward(batch);
    return site.sparseRows() ? null : read(x, x.gradients(), x.gradientAt(0));
  }

  /** The gradient of parameter {@code n}. */
  float[] gradient(int n) {
    Window window = site.windows().get(n);
    return Arrays.copyOfRange(site.gradients(), window.offset(), window.end());
  }

  /** The layer itself. */
  Layer layer() {
    return layer;
  }

  /** The rows it is shown. */
  Batch batch() {
    return batch;
  }
}
