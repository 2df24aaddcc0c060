package io.gossamer.worker.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.masks.Mask;
import io.gossamer.masks.allocation.LayerShape;
import io.gossamer.masks.codec.MaskCodec;
import io.gossamer.masks.evidence.Measure;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.testing.hostile.ByteDamage;
import io.gossamer.ops.testing.hostile.Verdict;
import io.gossamer.worker.evidence.Probe.Candidates;
import io.gossamer.worker.evidence.Probe.Sample;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Damaged questions and answers of evidence: refused in a sentence, or the very bytes that they are encoded to. */
class EvidenceFuzz {
  private static final Mask MASK = new Mask(3, List.of("fc1", "fc2"),
      List.of(Patterns.random(8, 16, 13, new Seed(1)), Patterns.random(4, 8, 16, new Seed(2))));
  private static final List<LayerShape> SHAPES = List.of(new LayerShape("fc1", 8, 16), new LayerShape("fc2", 4, 8));

  @Provide
  Arbitrary<Probe> probes() {
    byte[] places = MaskCodec.encode(MASK);
    Sample sample = new Sample(1_000, 99, 0.9, 1);
    return Arbitraries.of(
        Probe.inputs(sample),
        Probe.at(Measure.HESSIAN_GRADIENT, sample, places, new float[] {1, -2, 3e-9f}),
        Probe.candidates(
            Measure.GRADIENT, sample, new Candidates(places, false, new int[][] {{7}, {0}}, null)),
        Probe.candidates(Measure.MOMENTUM, sample,
            new Candidates(places, true, null, new float[][] {{0.5f, Float.POSITIVE_INFINITY}, {0, 1e-9f}})));
  }

  @Provide
  Arbitrary<Answer> answers() {
    float[] sums = new float[29];
    sums[3] = -0.25f;
    return Arbitraries.of(
        Answer.nothing(2),
        new Answer(0, 12.5, new float[] {1, -1}, new float[0], null, new float[0], new double[0]),
        new Answer(1, 320, new float[0], new float[] {0.5f, 0}, MASK, sums, new double[0]),
        new Answer(3, 1, new float[0], new float[0], null, new float[0], new double[] {4, 9, 0.1}));
  }

  @Property
  void damagedProbes(
      @ForAll("probes") Probe probe, @ForAll(supplier = ByteDamage.Some.class) List<ByteDamage> damage) {
    byte[] message = ByteDamage.all(damage, probe.encode());

    Verdict.of(message.length, () -> Probe.decode(message)).accepted()
        .ifPresent(read -> assertThat(read.encode()).isEqualTo(message));
  }

  @Property
  void damagedAnswers(
      @ForAll("answers") Answer answer, @ForAll(supplier = ByteDamage.Some.class) List<ByteDamage> damage) {
    byte[] message = ByteDamage.all(damage, answer.encode());

    Verdict.of(message.length, () -> Answer.decode(message, SHAPES)).accepted()
        .ifPresent(read -> assertThat(read.encode()).isEqualTo(message));
  }
}
