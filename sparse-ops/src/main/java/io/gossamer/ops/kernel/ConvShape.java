package io.gossamer.ops.kernel;

/**
 * Where the pixels of a convolution lie. Planes are packed: {@code [channels][height][width][lanes]} with zeros around,
 * and {@code lanes} batch columns a pixel.
 *
 * <p>With stride 1 and rows of four pixels or more the planes are <b>narrow</b>: {@link #NARROW} columns a pixel, so
 * that 64 floats are eight neighbouring pixels, which share most of what they read. Rows are then written in fours of
 * pixels; what lies behind the last is computed and thrown away. Other convolutions take the columns of the tile,
 * {@link Tile#HALF} or {@link Tile#LANES}.
 *
 * @param height of the input
 * @param width of the input
 * @param size side of the square kernel
 */
public record ConvShape(
    int inChannels, int outChannels, int height, int width, int size, int stride, int padding) {
  /** Batch columns of narrow planes. */
  public static final int NARROW = 8;

  /** Pixels in which narrow rows are written. */
  private static final int STEP = 4;

  // Planes that start a multiple of this many pixels apart would fall on the same lines of the first cache.
  private static final int CROWDED = 32;
  private static final int APART = 8;

  /** Whether planes are narrow. */
  public boolean narrow() {
    return stride == 1 && Math.min(width, outWidth()) >= STEP;
  }

  /** Columns of the planes, of a tile of which so many are computed. */
  public int lanes(int tileLanes) {
    return narrow() ? NARROW : tileLanes;
  }

  /** Height of the output. */
  public int outHeight() {
    return (height + 2 * padding - size) / stride + 1;
  }

  /** Width of the output. */
  public int outWidth() {
    return (width + 2 * padding - size) / stride + 1;
  }

  private int written(int pixels) {
    return narrow() ? (pixels + STEP - 1) / STEP * STEP : pixels;
  }

  private int plane(int pixels) {
    return narrow() && pixels % CROWDED == 0 ? pixels + APART : pixels;
  }

  /** Height of the padded input. */
  public int paddedHeight() {
    return height + 2 * padding;
  }

  /** Width of the padded input. */
  public int paddedWidth() {
    int read = written(outWidth()) + (narrow() ? size - 1 : 0);
    return Math.max(padding + Math.max(width + padding, written(width)), read);
  }

  /** Pixels of a plane of the padded input. */
  public int inputPlane() {
    return plane(paddedHeight() * paddedWidth());
  }

  /** Zeros above and left of the padded output gradient: steps that the farthest tap reaches back. */
  public int reach() {
    return (size - 1) / stride;
  }

  /** Height of the padded output gradient. */
  public int slopeHeight() {
    return reach() + Math.max(outHeight(), (height - 1 + padding) / stride + 1);
  }

  /** Width of the padded output gradient. */
  public int slopeWidth() {
    return reach() + Math.max(outWidth(), (written(width) - 1 + padding) / stride + 1);
  }

  /** Pixels of a plane of the padded output gradient. */
  public int slopePlane() {
    return plane(slopeHeight() * slopeWidth());
  }

  /** Width of an output plane as it is written. */
  public int outputWidth() {
    return written(outWidth());
  }

  /** Pixels of an output plane as it is written. */
  public int outputPlane() {
    return plane(outHeight() * outputWidth());
  }

  /** Width of a plane of the input gradient as it is written. */
  public int gradientWidth() {
    return written(width);
  }

  /** Pixels of a plane of the input gradient as it is written. */
  public int gradientPlane() {
    return plane(height * gradientWidth());
  }

  /** The first row or column of the input that a phase meets. */
  int first(int phase) {
    return Math.floorMod(phase - padding, stride);
  }

  /**
   * Pixels of the strip that starts at a column of rows so wide: 64 floats of neighbouring pixels, or 32, in all
   * planes.
   */
  int strip(int column, int rowWidth, int lanes) {
    if (stride > 1 || lanes == Tile.LANES) {
      return 1;
    }
    int pixels = Tile.LANES / lanes;
    return column + pixels <= rowWidth ? pixels : pixels / 2;
  }

  /** Where an input pixel lies in channel 0 of the padded input. */
  int inputAt(int row, int column, int lanes) {
    return ((row + padding) * paddedWidth() + column + padding) * lanes;
  }

  /** What the forward offsets of an output pixel are relative to. */
  int windowAt(int row, int column, int lanes) {
    return (row * paddedWidth() + column) * stride * lanes;
  }

  /** What the backward offsets of an input pixel are relative to. */
  int slopeAt(int row, int column, int lanes) {
    return ((row + padding) / stride * slopeWidth() + (column + padding) / stride) * lanes;
  }
}
