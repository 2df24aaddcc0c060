package io.gossamer.driver.data;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.driver.TestSpark;
import io.gossamer.ops.InvalidInput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.assertj.core.api.Assertions;

/** Each wrong input ends in one sentence that names the thing and the mend, through the loader that users meet. */
class InputRefusalTest {
  private static final List<String> LINES = List.of("1,2,0", "3,4,1", "5,6,0", "7,8,1");

  @TempDir private Path directory;

  @AfterEach
  void nothingStaysPersisted() {
    Assertions.assertThat(TestSpark.context().getPersistentRDDs()).isEmpty();
  }

  private String file(String name, String... lines) {
    try {
      return Files.write(directory.resolve(name), List.of(lines)).toString();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private String table() {
    return Fixtures.write(directory.resolve("t.csv"), "a,b,label", LINES).toString();
  }

  private static DataSettings settings(
      DataFormat format, String train, String label, String validation, String weight) {
    return new DataSettings(
        format, train, "", validation, "", "", "", 0, 0, label, weight, true, ",", List.of(), 2, true);
  }

  private static DataSettings csv(String train) {
    return settings(DataFormat.CSV, train, "label", "", "");
  }

  private static FeatureSettings features(List<String> columns, List<String> exclude) {
    return new FeatureSettings(columns, exclude, 0, ScalingKind.NONE, Layout.AUTO);
  }

  private static void refuses(DataSettings data, FeatureSettings features, String... named) {
    assertThatThrownBy(() -> new ShardLoader(TestSpark.session(), data, features, 1).load(true))
        .isInstanceOf(InvalidInput.class)
        .satisfies(refusal -> Assertions.assertThat(refusal.getMessage()).contains(named).doesNotContain("\n"));
  }

  private static void refuses(DataSettings data, String... named) {
    refuses(data, features(List.of(), List.of()), named);
  }

  @Test
  void aMissingColumnComesWithTheNearestAndTheFirstFive() {
    String wide = file("w.csv", "alpha,beta,gamma,delta,epsilon,zeta,label", "1,2,3,4,5,6,0");

    refuses(settings(DataFormat.CSV, wide, "lable", "", ""), "data.label names column \"lable\"", "w.csv",
        "\"alpha\", \"beta\", \"gamma\", \"delta\", \"epsilon\", ... (7), the last \"label\"",
        "did you mean \"label\"?");
    refuses(csv(wide), features(List.of("alpha", "bata"), List.of()), "features.columns", "did you mean \"beta\"?");
    refuses(csv(wide), features(List.of(), List.of("Gama")), "features.exclude", "did you mean \"gamma\"?");
    refuses(settings(DataFormat.CSV, wide, "_c3", "", ""), features(List.of(), List.of()), "data.label",
        "if the file has no header, set data.header to false");
    refuses(settings(DataFormat.CSV, wide, "label", "", "w"), "data.weight names column \"w\"");
  }

  @Test
  void theLabelIsNoFeatureAndAColumnIsNamedOnce() {
    refuses(csv(table()), features(List.of("a", "label"), List.of()), "features.columns names the label \"label\"");
    assertThatThrownBy(() -> features(List.of("a", "a"), List.of()))
        .isInstanceOf(InvalidInput.class).hasMessageContaining("features.columns names a column twice");
    refuses(csv(table()), features(List.of(), List.of("a", "b")), "no feature columns", "features.exclude");
  }

  @Test
  void textAndDatesAreNamedWithAnExampleAndTheMend() {
    refuses(csv(file("x.csv", "a,b,c,label", "1,?,2024-05-01,0", "2,3,2024-05-02,1")),
        "column \"b\" of", "of type string (for example \"?\"), not a number, nor are \"c\"", "features.exclude",
        "features.columns");
    refuses(settings(DataFormat.CSV, file("w.csv", "a,w,label", "1,much,0"), "label", "", "w"),
        "column \"w\" of", "(for example \"much\")");
  }

  @Test
  void separateRowsNeedRowsAndTheSameWidthAndKnownLabels() {
    String train = table();

    refuses(settings(DataFormat.CSV, train, "label", file("e.csv", "a,b,label"), ""), "no rows", "data.validation");
    refuses(settings(DataFormat.CSV, train, "label", file("n.csv", "a,label", "1,0"), ""),
        "n.csv has 1 features, data.train has 2", "features.columns");
    refuses(settings(DataFormat.CSV, train, "label", file("l.csv", "a,b,label", "1,2,0", "1,2,5"), ""),
        "label \"5\" is none of the classes 0, 1 of the training rows in 1 of 2 rows (first: row 2)");
    refuses(settings(DataFormat.CSV, train, "label", directory.resolve("gone.csv").toString(), ""),
        "data.validation names", "gone.csv", "does not exist");
  }

  @Test
  void aSplitThatLeavesNothingToTrainOnIsRefused() {
    DataSettings data = new DataSettings(
        DataFormat.CSV, file("one.csv", "a,label", "1,0"), "", "", "", "", "", 0, 0.999, "label", "", true,
        ",", List.of(), 2, true);

    refuses(data, "no training rows are left of", "after the split", "data.testFraction");
  }

  @Test
  void filesThatAreNotWhatTheyShouldBeAreTheUsersToMend() throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(("a,b,label\n" + "1,2,0\n3,4,1\n".repeat(5_000)).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }
    Path cut = directory.resolve("cut.csv.gz");
    Files.write(cut, Arrays.copyOf(zipped.toByteArray(), zipped.size() / 2));

    refuses(csv(cut.toString()), "cut.csv.gz cannot be read");
    refuses(settings(DataFormat.PARQUET, table(), "label", "", ""), "t.csv cannot be read", "Parquet");
    refuses(csv(Files.createDirectory(directory.resolve("empty")).toString()), "empty cannot be read");
  }

  @Test
  void libsvmLinesAreCheckedAgainstTheFormatAndTheTrainingWidth() {
    String train = file("a.libsvm", "1 1:1 3:2", "0 2:1");

    refuses(settings(DataFormat.LIBSVM, file("b.libsvm", "1 3:1 2:1"), "", "", ""), "b.libsvm", "ascending");
    refuses(settings(DataFormat.LIBSVM, file("c.libsvm", "1 x:1"), "", "", ""), "c.libsvm", "label index:value");
    refuses(settings(DataFormat.LIBSVM, train, "", file("v.libsvm", "1 9:1"), ""), "v.libsvm", "features.count");
  }

  @Test
  void imagesAndLabelsMustBelongTogether() throws IOException {
    Path images = Files.write(directory.resolve("i"), ByteBuffer.allocate(16 + 8)
        .putInt(0x803).putInt(2).putInt(2).putInt(2).array());
    Path labels = Files.write(directory.resolve("l"), ByteBuffer.allocate(8 + 3).putInt(0x801).putInt(3).array());
    Path cut = Files.write(directory.resolve("c"), ByteBuffer.allocate(8 + 1).putInt(0x801).putInt(2).array());

    refuses(idx(images, labels), "i has 2 images", "3 x 1 labels");
    refuses(idx(images, cut), "c ends before the data its header promises");
    refuses(idx(labels, labels.resolveSibling("gone")), "data.trainLabels names", "gone", "does not exist");
    refuses(settings(DataFormat.IDX, images.toString(), "", "", ""), "data.trainLabels is not set");
  }

  private static DataSettings idx(Path images, Path labels) {
    return new DataSettings(
        DataFormat.IDX, images.toString(), labels.toString(), "", "", "", "", 0, 0, "label", "", true,
        ",", List.of(), 2, true);
  }

  @Test
  void aShardThatNoArrayCanHoldIsRefusedWithTheShardsNeeded() {
    assertThatThrownBy(() -> Spread.requireRoom(10_000_000L * 784, 4)).isInstanceOf(InvalidInput.class)
        .hasMessageContaining("data.shards is 4").hasMessageContaining("1,960,000,000 values")
        .hasMessageContaining("at least 8");
    Spread.requireRoom(10_000_000L * 784, 8);
  }

  @Test
  void settingsOutOfRangeNameTheirKey() {
    assertThatThrownBy(() -> Fixtures.data(DataFormat.CSV, "x", "", 4, 1.2, 0, List.of(), true))
        .isInstanceOf(InvalidInput.class).hasMessage("data.validationFraction is 1.2; it must be in [0, 1)");
    assertThatThrownBy(() -> Fixtures.data(DataFormat.CSV, "x", "", 0, 0, 0, List.of(), true))
        .isInstanceOf(InvalidInput.class).hasMessageContaining("data.shards is 0");
    assertThatThrownBy(() -> Fixtures.data(DataFormat.CSV, "x", "", 4, 0.5, 0.5, List.of(), true))
        .isInstanceOf(InvalidInput.class).hasMessageContaining("leave nothing to train on");
    assertThatThrownBy(() -> Fixtures.data(DataFormat.CSV, "x", "", 4, 0, 0, List.of("1", "1.0"), true))
        .isInstanceOf(InvalidInput.class).hasMessageContaining("data.classes names a label twice");
  }
}
