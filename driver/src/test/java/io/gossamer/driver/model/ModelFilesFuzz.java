package io.gossamer.driver.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gossamer.driver.data.DataFormat;
import io.gossamer.driver.data.Field;
import io.gossamer.driver.data.Scaling;
import io.gossamer.driver.data.ScalingKind;
import io.gossamer.driver.data.Schema;
import io.gossamer.driver.files.Json;
import io.gossamer.driver.files.Sha256;
import io.gossamer.driver.model.ModelCodec.Contents;
import io.gossamer.masks.Mask;
import io.gossamer.ops.CorruptFile;
import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.loss.LossSpec;
import io.gossamer.ops.loss.TargetScale;
import io.gossamer.ops.net.Initialization;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.testing.hostile.ByteDamage;
import io.gossamer.ops.testing.hostile.TextDamage;
import io.gossamer.ops.testing.hostile.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Damaged models. With checksums as they were, no damage passes; with checksums made to fit again, as a forger would,
 * what passes is a model that is written back as what was read.
 */
class ModelFilesFuzz {
  private static final Contents CLASSIFIER = ModelCodec.encode(classifier());
  private static final Contents REGRESSION = ModelCodec.encode(regression());

  private static Model classifier() {
    NetworkSpec network = NetworkSpec.mlp(5, List.of(4), 2, LossKind.SOFTMAX);
    Mask mask = new Mask(7, network.maskedNames(),
        List.of(Patterns.ofFlat(4, 5, new int[] {0, 5, 6, 11}), Patterns.full(2, 4)));
    Schema schema = new Schema(DataFormat.CSV, List.of("a", "b \"c\"", "d"),
        List.of(new Field("f", Field.Kind.TEXT, 3, 2)), true, 5, "label", "", List.of("no", "yes"), false,
        new Scaling(ScalingKind.STANDARD, new float[] {1, 2, 3, 0, 0}, new float[] {0.5f, 1, 2, 1, 1}));
    return new Model(network, mask, Initialization.values(network, mask.patterns(), new Seed(1)), schema,
        new Model.Origin("0.1.0", "plan", "data", 42));
  }

  private static Model regression() {
    NetworkSpec network = NetworkSpec.mlp(
        3, true, List.of(), 1, LossSpec.of(LossKind.HUBER, new TargetScale(12.5f, 3)));
    Mask mask = new Mask(1, network.maskedNames(), List.of(Patterns.ofFlat(1, 3, new int[] {1})));
    Schema schema = new Schema(
        DataFormat.LIBSVM, List.of("features"), List.of(), false, 3, "label", "w", List.of(), true, Scaling.NONE);
    return new Model(network, mask, Initialization.values(network, mask.patterns(), new Seed(2)), schema,
        new Model.Origin("0.1.0", "p", "d", -1));
  }

  @Provide
  Arbitrary<Contents> models() {
    return Arbitraries.of(CLASSIFIER, REGRESSION);
  }

  @Property
  void damagedTensors(
      @ForAll("models") Contents model, @ForAll(supplier = ByteDamage.Some.class) List<ByteDamage> damage) {
    byte[] tensors = ByteDamage.all(damage, model.tensors());
    refusedOrOneOfOurs(new Contents(tensors, model.description()));
    refusedOrWrittenAgain(forged(tensors, text(model)));
  }

  @Property
  void damagedDescriptions(
      @ForAll("models") Contents model, @ForAll(supplier = TextDamage.Some.class) List<TextDamage> damage) {
    String description = TextDamage.all(damage, text(model));
    refusedOrOneOfOurs(new Contents(model.tensors(), description.getBytes(StandardCharsets.UTF_8)));
    refusedOrWrittenAgain(forged(model.tensors(), description));
  }

  private static String text(Contents model) {
    return new String(model.description(), StandardCharsets.UTF_8);
  }

  /** With the hash of these tensors, and a seal that fits whatever else the description says. */
  private static Contents forged(byte[] tensors, String description) {
    byte[] bytes = description.getBytes(StandardCharsets.UTF_8);
    try {
      ObjectNode object = Json.parse(bytes, "forged");
      object.remove("seal");
      object.put("sha256", Sha256.of(tensors));
      return new Contents(tensors, Json.sealed(object).toString().getBytes(StandardCharsets.UTF_8));
    } catch (CorruptFile noObject) {
      return new Contents(tensors, bytes);
    }
  }

  private static void refusedOrOneOfOurs(Contents damaged) {
    Verdict.of(damaged.tensors().length + damaged.description().length, () -> ModelCodec.decode(damaged)).accepted()
        .ifPresent(model -> assertThat(ModelCodec.encode(model)).usingRecursiveComparison()
            .isIn(CLASSIFIER, REGRESSION));
  }

  /** A forger may declare as many inputs as the heap has room for. */
  private static void refusedOrWrittenAgain(Contents forged) {
    Verdict.within(Runtime.getRuntime().maxMemory(), () -> ModelCodec.decode(forged)).accepted()
        .ifPresent(model -> assertThat(ModelCodec.decode(ModelCodec.encode(model))).usingRecursiveComparison()
            .isEqualTo(model));
  }
}
