package io.gossamer.ops.kernel;

/**
 * The loops that training spends its time in, over one tile of the batch where nothing else is said. Implementations
 * are stateless, allocate nothing and follow the order of additions of the package description, so that all give the
 * same bits.
 *
 * <p>Common arguments: {@code x} activations {@code [in][LANES]}, {@code y} and {@code dy} {@code [out][LANES]},
 * {@code dx} {@code [in][LANES]}, each starting at its {@code ...At}; {@code lanes} is {@link Tile#HALF} or
 * {@link Tile#LANES}, columns beyond it are neither read nor written. Arrays are trusted: callers have checked shapes.
 */
public interface Kernels {
  /** Short name for logs and reports, for example {@code vector-256}. */
  String name();

  /**
   * {@code y = W x + bias} for a sparse W, then ReLU if asked; of the outputs {@code [from, to)}.
   *
   * @param outputs the places of W by output
   * @param values W in that order
   */
  void sparseForward(
      Panels outputs, int from, int to, float[] values, float[] bias, int biasAt, float[] x, int xAt, float[] y,
      int yAt, boolean relu, int lanes);

  /** Of all outputs. */
  default void sparseForward(
      Panels outputs, float[] values, float[] bias, int biasAt, float[] x, int xAt, float[] y, int yAt, boolean relu,
      int lanes) {
    sparseForward(outputs, 0, outputs.lines(), values, bias, biasAt, x, xAt, y, yAt, relu, lanes);
  }

  /**
   * Weight gradient on the pattern (added to {@code gradient}) and, unless {@code dx} is null, input gradient, in one
   * pass; of the inputs {@code [from, to)}.
   *
   * @param inputs the places of W by input
   * @param values W in that order, from {@code valuesAt}
   * @param gradient of W in the same order, from {@code gradientAt}
   * @param gate whether {@code dx} is zeroed where {@code x} is not above zero (x came out of a ReLU)
   * @param scratch at least {@link #scratchFloats} floats, contents undefined before and after
   */
  void sparseBackward(
      Panels inputs, int from, int to, float[] values, int valuesAt, float[] gradient, int gradientAt, float[] x,
      int xAt, float[] dy, int dyAt, float[] dx, int dxAt, boolean gate, int lanes, float[] scratch);

  /** Of all inputs. */
  default void sparseBackward(
      Panels inputs, float[] values, int valuesAt, float[] gradient, int gradientAt, float[] x, int xAt, float[] dy,
      int dyAt, float[] dx, int dxAt, boolean gate, int lanes, float[] scratch) {
    sparseBackward(inputs, 0, inputs.lines(), values, valuesAt, gradient, gradientAt, x, xAt, dy, dyAt, dx, dxAt, gate,
        lanes, scratch);
  }

  /**
   * {@code sparseForward} for a full W that lies input by input: {@code W[o, i] = w[wAt + i * out + o]}. Over all
   * tiles of a batch, which then share the cost of fetching a block of weights.
   *
   * @param rows of the batch; its tiles follow each other in x and y
   * @param scratch at least {@link #denseScratchFloats} floats, contents undefined before and after
   */
  void denseForward(
      int out, int in, int from, int to, float[] w, int wAt, float[] bias, int biasAt,
      float[] x, int xAt, float[] y, int yAt, boolean relu, int rows, float[] scratch);

  /** Of all outputs. */
  default void denseForward(
      int out, int in, float[] w, int wAt, float[] bias, int biasAt,
      float[] x, int xAt, float[] y, int yAt, boolean relu, int rows, float[] scratch) {
    denseForward(out, in, 0, out, w, wAt, bias, biasAt, x, xAt, y, yAt, relu, rows, scratch);
  }

  /**
   * {@code sparseBackward} for a full W that lies input by input, as does {@code gradient}; over all tiles.
   *
   * @param scratch at least {@link #denseScratchFloats} floats, contents undefined before and after
   */
  void denseBackward(
      int out, int in, int from, int to, float[] w, int wAt, float[] gradient, int gradientAt,
      float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt, boolean gate, int rows, float[] scratch);

  /** Of all inputs. */
  default void denseBackward(
      int out, int in, float[] w, int wAt, float[] gradient, int gradientAt,
      float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt, boolean gate, int rows, float[] scratch) {
    denseBackward(
        out, in, 0, in, w, wAt, gradient, gradientAt, x, xAt, dy, dyAt, dx, dxAt, gate, rows, scratch);
  }

  /** Adds the sum of each row of {@code dy} to {@code gradient[gradientAt + o]}. */
  void biasGradient(int out, float[] dy, int dyAt, float[] gradient, int gradientAt, int lanes, float[] scratch);

  /** Zeroes {@code dx} where {@code x} is not above zero. */
  void gate(float[] x, int xAt, float[] dx, int dxAt, int count);

  /** {@code y[yAt + n] = tanh(x[xAt + n])} as {@link FloatMath#tanh} has it; y may be x. */
  void tanh(float[] x, int xAt, float[] y, int yAt, int count);

  /**
   * Gives the gradient of a largest number to the place that has it: where {@code x = y}, {@code left} moves to
   * {@code dx}. Over one row of {@code LANES} columns.
   */
  void giveToLargest(float[] x, int xAt, float[] y, int yAt, float[] left, float[] dx, int dxAt);

  /**
   * Convolution over packed planes: {@code y = bias + W * x}.
   *
   * @param lanes {@link ConvShape#lanes} of the plan's shape
   * @param values in the plan's forward order
   * @param x padded input {@code [inChannels][inputPlane][lanes]}
   * @param y output {@code [outChannels][outputPlane][lanes]}
   */
  void convForward(
      ConvPlan plan, int lanes, float[] values, float[] bias, int biasAt, float[] x, int xAt, float[] y, int yAt);

  /**
   * Input gradient of a convolution, of the input channels {@code [from, to)}.
   *
   * @param values in the plan's backward order
   * @param dy padded output gradient {@code [outChannels][slopePlane][lanes]}
   * @param dx input gradient {@code [inChannels][gradientPlane][lanes]}, written
   */
  void convInputGradient(
      ConvPlan plan, int lanes, int from, int to, float[] values, float[] dy, int dyAt, float[] dx, int dxAt);

  /**
   * Partial sums of the weight gradient of a convolution, of the weights {@code [from, to)} in backward order.
   *
   * @param x padded input as in {@link #convForward}
   * @param dy padded output gradient as in {@link #convInputGradient}
   * @param partials {@code [nnz][16]} in backward order, added to
   */
  void convWeightGradient(
      ConvPlan plan, int lanes, int from, int to, float[] x, int xAt, float[] dy, int dyAt, float[] partials);

  /** Both gradients, whole; the input gradient only if {@code dx} is not null. */
  default void convBackward(
      ConvPlan plan, int lanes, float[] values, float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt,
      float[] partials) {
    if (dx != null) {
      convInputGradient(plan, lanes, 0, plan.shape().inChannels(), values, dy, dyAt, dx, dxAt);
    }
    convWeightGradient(plan, lanes, 0, plan.nnz(), x, xAt, dy, dyAt, partials);
  }

  /**
   * Copies the columns of {@code count} neighbouring pixels of a tile into narrow planes, {@link ConvShape#NARROW}
   * columns into each of {@code groups} planes that lie {@code perGroup} floats apart.
   */
  void packPixels(float[] tile, int tileAt, float[] planes, int planesAt, int perGroup, int groups, int count);

  /** The way back. */
  void unpackPixels(float[] planes, int planesAt, int perGroup, int groups, float[] tile, int tileAt, int count);

  /** Adds each of {@code count} rows of {@code LANES} columns to {@code sums}, in order. */
  void addRows(float[] from, int fromAt, int count, float[] sums);

  /**
   * Transposes rows of features into a tile: {@code tile[tileAt + f * LANES + b] = rows[rowAt[rowAtFrom + b] + f]} for
   * {@code b < count}, and zero for {@code count <= b < lanes}.
   */
  void gather(float[] rows, int[] rowAt, int rowAtFrom, int count, int features, float[] tile, int tileAt, int lanes);

  /** Floats of scratch that dense kernels need; they are fastest where it starts as an {@link Arena} does. */
  static int denseScratchFloats() {
    return 1152 * Tile.LANES;
  }

  /** Floats of scratch that all other kernels need for a layer of at most {@code widest} inputs or outputs. */
  static int scratchFloats(int widest) {
    return 16 * (widest + 8 * Tile.LANES);
  }
}
