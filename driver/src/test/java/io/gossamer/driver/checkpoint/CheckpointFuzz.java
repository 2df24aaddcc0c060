package io.gossamer.driver.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.driver.files.Sha256;
import io.gossamer.ops.testing.hostile.ByteDamage;
import io.gossamer.ops.testing.hostile.TextDamage;
import io.gossamer.ops.testing.hostile.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Damage to the parts of a checkpoint that are not arrays: COMMIT, the scalars and run.json. What passes is written
 * back as the bytes that were read; with the checksum as it was, no damage to COMMIT passes.
 */
class CheckpointFuzz {
  private static final Fingerprint FINGERPRINT = new Fingerprint("0.1.0", "f00d",
      new TreeMap<>(Map.of("training.learningRate", "0.1", "data.label", "a \"b\" \u00e9", "data.shards", "4")));
  private static final byte[] COMMIT = new Commit(120, FINGERPRINT, List.of(
      new Commit.Part("state.safetensors", 4_312, "ab".repeat(32)),
      new Commit.Part("state.json", 97, "cd".repeat(32)))).toBytes();

  @Provide
  Arbitrary<byte[]> scalars() {
    return Arbitraries.of(
        new Snapshot(3).put("step", 7_000_000_000L).put("rate", 1.0 / 3).put("tiny", Double.MIN_VALUE)
            .put("zero", -0.0).put("phase", "prune \"x\" \u0007").put("least", Long.MIN_VALUE).scalars(),
        new Snapshot(0).scalars());
  }

  @Property
  void damagedCommits(@ForAll(supplier = ByteDamage.Some.class) List<ByteDamage> damage) {
    byte[] file = ByteDamage.all(damage, COMMIT);
    Verdict.of(file.length, () -> Commit.of(file)).accepted().ifPresent(commit -> assertThat(file).isEqualTo(COMMIT));
  }

  @Property
  void forgedCommits(@ForAll(supplier = TextDamage.Some.class) List<TextDamage> damage) {
    String text = new String(COMMIT, StandardCharsets.UTF_8);
    String line = TextDamage.all(damage, text.substring(0, text.indexOf('\n')));
    byte[] file = (line + "\n" + Sha256.of(line.getBytes(StandardCharsets.UTF_8)) + "\n")
        .getBytes(StandardCharsets.UTF_8);
    Verdict.of(file.length, () -> Commit.of(file)).accepted().ifPresent(commit -> {
      assertThat(commit.toBytes()).isEqualTo(file);
      assertThat(commit.files()).allMatch(part -> part.bytes() >= 0);
    });
  }

  @Property
  void damagedScalars(
      @ForAll("scalars") byte[] whole, @ForAll(supplier = TextDamage.Some.class) List<TextDamage> damage) {
    refusedOrTheSame(
        TextDamage.all(damage, new String(whole, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
  }

  @Property
  void damagedBytesOfScalars(
      @ForAll("scalars") byte[] whole, @ForAll(supplier = ByteDamage.Some.class) List<ByteDamage> damage) {
    refusedOrTheSame(ByteDamage.all(damage, whole));
  }

  private static void refusedOrTheSame(byte[] file) {
    Verdict.of(file.length, () -> new Snapshot(3, Map.of(), Snapshot.scalars(file, "state.json"))).accepted()
        .ifPresent(snapshot -> assertThat(snapshot.scalars()).isEqualTo(file));
  }

  @Property
  void damagedOwners(@ForAll(supplier = TextDamage.Some.class) List<TextDamage> damage) {
    byte[] file = TextDamage.all(damage, new String(FINGERPRINT.toBytes(), StandardCharsets.UTF_8))
        .getBytes(StandardCharsets.UTF_8);
    Verdict.of(file.length, () -> Fingerprint.of(file, "run.json")).accepted()
        .ifPresent(fingerprint -> assertThat(fingerprint.toBytes()).isEqualTo(file));
  }
}
