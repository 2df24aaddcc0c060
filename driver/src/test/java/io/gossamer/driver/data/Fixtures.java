package io.gossamer.driver.data;

import io.gossamer.ops.random.Seed;
import io.gossamer.ops.rows.CsrRows;
import io.gossamer.ops.rows.DenseRows;
import io.gossamer.ops.rows.Rows;
import io.gossamer.worker.shard.Shard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Small inputs and a way to compare shards bit by bit. */
final class Fixtures {
  private Fixtures() {}

  /** Settings of a csv file with a header, spread over three shards. */
  static DataSettings csv(Path file) {
    return data(DataFormat.CSV, file.toString(), "", 3, 0, 0, List.of(), true);
  }

  static DataSettings data(
      DataFormat format, String train, String weight, int shards, double validation, double test, List<String> classes,
      boolean shuffle) {
    return new DataSettings(
        format, train, "", "", "", "", "", validation, test, "label", weight, true, ",", classes, shards, shuffle);
  }

  static FeatureSettings features(ScalingKind scaling, Layout layout) {
    return new FeatureSettings(List.of(), List.of(), 0, scaling, layout);
  }

  /** Lines {@code x1,x2,x3,label} whose label is 0 or 1. */
  static List<String> lines(int count) {
    Seed.Stream stream = new Seed(17).child("Fixtures").stream();
    return IntStream.range(0, count)
        .mapToObj(n -> String.format("%.3f,%d,%.2f,%d", stream.nextGaussian(), stream.nextInt(3),
            stream.nextDouble(), n % 2))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  static Path write(Path file, String header, List<String> lines) {
    try {
      return Files.write(file, () -> {
        List<CharSequence> all = new ArrayList<>(lines);
        all.add(0, header);
        return all.iterator();
      });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> shuffled(List<String> lines, long seed) {
    int[] order = IntStream.range(0, lines.size()).toArray();
    new Seed(seed).stream().shuffle(order, order.length);
    return IntStream.of(order).mapToObj(lines::get).toList();
  }

  static List<String> sortedByLabel(List<String> lines) {
    List<String> sorted = new ArrayList<>(lines);
    Collections.sort(sorted, (a, b) -> a.charAt(a.length() - 1) - b.charAt(b.length() - 1));
    return sorted;
  }

  /** Everything a shard holds, so that two can be compared with equals. */
  static List<Object> content(Shard shard) {
    Rows rows = shard.rows();
    List<Object> content = new ArrayList<>(List.of(shard.index(), rows.count(), rows.features()));
    for (int row = 0; row < rows.count(); row++) {
      content.add(Float.floatToRawIntBits(rows.label(row)));
      content.add(Float.floatToRawIntBits(rows.weight(row)));
    }
    if (rows instanceof DenseRows dense) {
      for (float value : dense.values()) {
        content.add(Float.floatToRawIntBits(value));
      }
    } else {
      CsrRows sparse = (CsrRows) rows;
      for (int n = 0; n < sparse.values().length; n++) {
        content.add(sparse.columns()[n]);
        content.add(Float.floatToRawIntBits(sparse.values()[n]));
      }
    }
    return content;
  }
}
