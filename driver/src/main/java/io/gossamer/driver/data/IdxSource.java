package io.gossamer.driver.data;

import io.gossamer.ops.InvalidInput;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** Images and their labels. Read on the driver (a gzip stream has one reader anyway), then spread in slices. */
final class IdxSource implements RowSource {
  private static final int ROWS_A_SLICE = 4096;

  private final JavaSparkContext spark;
  private final IdxFile images;
  private final IdxFile labels;
  private final String name;

  IdxSource(JavaSparkContext spark, String imagePath, String labelPath) {
    this.spark = spark;
    this.name = imagePath;
    this.images = IdxFile.read(imagePath, spark.hadoopConfiguration());
    this.labels = IdxFile.read(labelPath, spark.hadoopConfiguration());
    if (labels.width() != 1 || labels.count() != images.count()) {
      throw new InvalidInput(String.format("%s has %,d images, %s has %,d x %,d labels; give two files of one set",
          imagePath, images.count(), labelPath, labels.count(), labels.width()));
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> columns() {
    return List.of();
  }

  @Override
  public int features() {
    return images.width();
  }

  @Override
  public boolean isSparse() {
    return false;
  }

  @Override
  public List<String> distinctLabels() {
    boolean[] seen = new boolean[256];
    for (byte label : labels.data()) {
      seen[label & 0xff] = true;
    }
    List<String> distinct = new ArrayList<>();
    for (int label = 0; label < seen.length; label++) {
      if (seen[label]) {
        distinct.add(Integer.toString(label));
      }
    }
    return distinct;
  }

  private record Slice(int first, byte[] pixels, byte[] labels) implements Serializable {}

  @Override
  public JavaRDD<Chunk> chunks(Labels classes) {
    List<Slice> slices = new ArrayList<>();
    int width = images.width();
    for (int from = 0; from < images.count(); from += ROWS_A_SLICE) {
      int to = Math.min(images.count(), from + ROWS_A_SLICE);
      slices.add(new Slice(from, Arrays.copyOfRange(images.data(), from * width, to * width),
          Arrays.copyOfRange(labels.data(), from, to)));
    }
    return spark.parallelize(slices, Math.max(1, slices.size())).map(slice -> chunk(slice, width, classes));
  }

  private static Chunk chunk(Slice slice, int width, Labels classes) {
    ChunkBuilder builder = new ChunkBuilder(width, false);
    for (int row = 0; row < slice.labels.length; row++) {
      builder.problems().row();
      int label = slice.labels[row] & 0xff;
      builder.buffer().start(
          classes.read(label, "label", builder.problems(), "image " + (slice.first + row)), 1);
      for (int f = 0; f < width; f++) {
        builder.buffer().set(f, (slice.pixels[row * width + f] & 0xff) / 255f);
      }
    }
    return builder.take();
  }
}
