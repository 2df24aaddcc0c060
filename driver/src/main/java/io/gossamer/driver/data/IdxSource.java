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
  /** Slices travel with their tasks. Spark warns above 1,000 KiB, but smaller ones cost 45 % more CPU on MNIST. */
  private static final int BYTES_A_SLICE = 3_300_000;

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
    if (images.width() < 1) {
      throw new InvalidInput(imagePath + " declares images without a pixel; fetch it again");
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
  public boolean hasVectors() {
    return false;
  }

  private record Slice(int first, byte[] pixels, byte[] labels) implements Serializable {}

  @Override
  public JavaRDD<Chunk> chunks(Labels classes) {
    List<Slice> slices = new ArrayList<>();
    int width = images.width();
    int rows = Math.max(1, BYTES_A_SLICE / (width + 1));
    for (int from = 0; from < images.count(); from += rows) {
      int to = Math.min(images.count(), from + rows);
      slices.add(new Slice(from, Arrays.copyOfRange(images.data(), from * width, to * width),
          Arrays.copyOfRange(labels.data(), from, to)));
    }
    return spark.parallelize(slices, Math.max(1, slices.size())).map(slice -> chunk(slice, width, classes));
  }

  private static Chunk chunk(Slice slice, int width, Labels classes) {
    ChunkBuilder builder = new ChunkBuilder(width, false, classes, "label");
    for (int row = 0; row < slice.labels.length; row++) {
      builder.problems().row();
      int label = slice.labels[row] & 0xff;
      builder.buffer().start(builder.labels().read(label, builder.problems(), "image " + (slice.first + row)), 1);
      for (int f = 0; f < width; f++) {
        builder.buffer().set(f, (slice.pixels[row * width + f] & 0xff) / 255f);
      }
    }
    return builder.take();
  }
}
