package io.gossamer.driver.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.driver.data.DataFormat;
import io.gossamer.driver.data.Field;
import io.gossamer.driver.data.Scaling;
import io.gossamer.driver.data.ScalingKind;
import io.gossamer.driver.data.Schema;
import io.gossamer.driver.files.Folder;
import io.gossamer.masks.Mask;
import io.gossamer.ops.CorruptFile;
import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.net.Initialization;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.random.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFilesTest {
  private static final NetworkSpec NETWORK = NetworkSpec.mlp(3, List.of(4), 2, LossKind.SOFTMAX);
  private static final Mask MASK = new Mask(7, NETWORK.maskedNames(),
      List.of(Patterns.ofFlat(4, 3, new int[] {0, 5, 6, 11}), Patterns.full(2, 4)));
  private static final Model MODEL = new Model(
      NETWORK, MASK, Initialization.values(NETWORK, MASK.patterns(), new Seed(1)),
      new Schema(DataFormat.CSV, List.of("a"), List.of(new Field("f \"g\"", Field.Kind.TEXT, 1, 2)), true, 3,
          "label", "", List.of("no", "yes"), false,
          new Scaling(ScalingKind.STANDARD, new float[] {1, 2, 3}, new float[] {0.5f, 1, 2})),
      new Model.Origin("0.1.0", "plan", "data", 42));

  @TempDir private Path directory;

  private Folder folder() {
    return Folder.at(directory.toString(), new Configuration());
  }

  @Test
  void readingGivesTheModelBack() {
    ModelFiles.write(MODEL, folder());

    Model read = ModelFiles.read(folder());

    assertThat(read).usingRecursiveComparison().isEqualTo(MODEL);
    assertThat(ModelFiles.read(folder().child("model")).mask()).isEqualTo(MASK);
    assertThat(folder().names()).containsExactly("model");
  }

  private static Model with(Field field) {
    Schema schema = MODEL.schema();
    return new Model(MODEL.network(), MODEL.mask(), MODEL.values(), new Schema(
        schema.format(), schema.columns(), List.of(field), schema.missingIsZero(), schema.featureCount(),
        schema.label(), schema.weight(), schema.classes(), schema.sparse(), schema.scaling()), MODEL.origin());
  }

  @Test
  void aVocabularyComesBackAndMustFit() {
    Field field = new Field("f", Field.Kind.CATEGORY, 1, 2, List.of("x \"y\""));
    ModelFiles.write(with(field), folder());
    assertThat(ModelFiles.read(folder()).schema().fields()).containsExactly(field);

    Folder other = folder().child("other");
    ModelFiles.write(with(new Field("f", Field.Kind.CATEGORY, 1, 2, List.of("b", "a"))), other);
    assertThatThrownBy(() -> ModelFiles.read(other)).hasMessageContaining("has a vocabulary of 2 for 2 features");
  }

  @Test
  void tensorsHaveTheNamesThatTorchTakes() {
    ModelFiles.write(MODEL, folder());

    Map<String, Tensor> tensors =
        SafeTensors.decode(folder().child("model").read("model.safetensors", 10_000));

    assertThat((int[]) tensors.get("fc1.weight.crow_indices").data()).containsExactly(0, 1, 2, 3, 4);
    assertThat((int[]) tensors.get("fc1.weight.col_indices").data()).containsExactly(0, 2, 0, 2);
    assertThat(tensors.get("fc2.weight.values").shape()).containsExactly(8);
    assertThat(tensors).containsKeys("fc1.bias", "fc2.bias", "input.offset", "input.factor");
  }

  @Test
  void theSameModelHasTheSameHash() throws IOException {
    String first = ModelFiles.write(MODEL, folder());
    String second = ModelFiles.write(MODEL, folder().child("again"));

    assertThat(second).isEqualTo(first).hasSize(64);
  }

  @Test
  void everyFlippedByteOfTheTensorsIsNoticed() throws IOException {
    ModelFiles.write(MODEL, folder());
    Path file = directory.resolve("model/model.safetensors");
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at += 7) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 4;
      Files.write(file, flipped);

      assertThatThrownBy(() -> ModelFiles.read(folder()))
          .isInstanceOf(CorruptFile.class).hasMessageContaining("SHA-256");
    }
  }

  @Test
  void everyFlippedBitOfTheDescriptionIsNoticed() throws IOException {
    ModelFiles.write(MODEL, folder());
    Path file = directory.resolve("model/model.json");
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 1 << at % 7;
      Files.write(file, flipped);
      try {
        // Blanks between the fields mean nothing: there a tab is as good as a space.
        assertThat(ModelFiles.read(folder())).usingRecursiveComparison().isEqualTo(MODEL);
        assertThat(whole[at]).isIn((byte) ' ', (byte) '\n');
      } catch (CorruptFile refused) {
        assertThat(refused.getMessage()).contains("model");
      }
    }
  }

  @Test
  void aDescriptionThatWasEditedIsRefused() throws IOException {
    ModelFiles.write(MODEL, folder());
    Path file = directory.resolve("model/model.json");
    Files.writeString(file, Files.readString(file).replace("\"no\"", "\"maybe\""));

    assertThatThrownBy(() -> ModelFiles.read(folder())).isInstanceOf(CorruptFile.class)
        .hasMessageContaining("does not fit its seal; it was damaged or changed");
  }

  @Test
  void aFolderWithoutAModelIsTheUsersMistake() {
    assertThatThrownBy(() -> ModelFiles.read(folder()))
        .isInstanceOf(InvalidInput.class).hasMessageContaining("no model in " + folder());
  }
}
