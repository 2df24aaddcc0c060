package io.gossamer.driver.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.driver.data.DataFacts;
import io.gossamer.driver.data.DataSettings;
import io.gossamer.driver.plan.Plan;
import io.gossamer.driver.plan.Planner;
import io.gossamer.driver.plan.Settings;
import io.gossamer.driver.round.Averaging;
import io.gossamer.driver.round.LocalRounds;
import io.gossamer.driver.round.RoundWork;
import io.gossamer.driver.round.Split;
import io.gossamer.masks.Mask;
import io.gossamer.masks.SparsitySettings;
import io.gossamer.masks.codec.MaskCodec;
import io.gossamer.masks.criterion.Pruning;
import io.gossamer.masks.criterion.Scores;
import io.gossamer.masks.evidence.DenseEvidence;
import io.gossamer.masks.evidence.Measure;
import io.gossamer.masks.evidence.Search;
import io.gossamer.masks.structure.StructureSettings;
import io.gossamer.ops.loss.TargetScale;
import io.gossamer.ops.net.Initialization;
import io.gossamer.ops.net.ModelSettings;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.rows.DenseRows;
import io.gossamer.ops.testing.Defaults;
import io.gossamer.ops.testing.RealData;
import io.gossamer.worker.evidence.Answer;
import io.gossamer.worker.evidence.Probe;
import io.gossamer.worker.round.Assignment;
import io.gossamer.worker.round.Message;
import io.gossamer.worker.shard.Shard;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** RigL's evidence for a 2048 x 2048 layer at 95 % with a 30 % update and 4 workers, on MNIST (issue 5, c). */
class EvidenceBytesTest {
  private static final int SHARDS = 4;
  private static final int ROWS = 512;
  private static final int WIDE = 2048;
  private static final int PIXELS = 784;

  private static List<Shard> mnist() throws IOException {
    List<Shard> shards = new ArrayList<>();
    try (DataInputStream images = open("mnist/train-images-idx3-ubyte.gz", 16);
        DataInputStream labels = open("mnist/train-labels-idx1-ubyte.gz", 8)) {
      for (int s = 0; s < SHARDS; s++) {
        byte[] pixels = images.readNBytes(ROWS * PIXELS);
        float[] features = new float[pixels.length];
        for (int p = 0; p < features.length; p++) {
          features[p] = ((pixels[p] & 0xff) / 255f - 0.1307f) / 0.3081f;
        }
        byte[] digits = labels.readNBytes(ROWS);
        float[] targets = new float[ROWS];
        for (int row = 0; row < ROWS; row++) {
          targets[row] = digits[row];
        }
        shards.add(new Shard(s, new DenseRows(PIXELS, features, targets, null)));
      }
    }
    return shards;
  }

  private static DataInputStream open(String file, int header) throws IOException {
    DataInputStream in = new DataInputStream(new GZIPInputStream(Files.newInputStream(RealData.of(file))));
    in.skipNBytes(header);
    return in;
  }

  private static Plan plan() {
    Settings settings = Defaults.of(Settings.class, Map.of(
        "data", Defaults.of(DataSettings.class, Map.of("shards", SHARDS)),
        "model", Defaults.of(ModelSettings.class, Map.of("hidden", List.of(WIDE, WIDE))),
        "sparsity", Defaults.of(SparsitySettings.class, Map.of(
            "sparsity", 0.95, "allocation", io.gossamer.masks.allocation.AllocationKind.UNIFORM))));
    DataFacts facts = new DataFacts(SHARDS * ROWS, PIXELS, List.of(),
        List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"), TargetScale.NONE, false, 6_000_000, "fp");
    return Planner.plan(settings, facts, 1L << 33);
  }

  @Test
  void sendsATenthOfTheDenseGradientsAndChoosesTheSame() throws IOException {
    Plan plan = plan();
    LocalRounds rounds = new LocalRounds(plan.train(), Map.of(Split.TRAIN, mnist()));
    Mask mask = plan.masks().random(plan.masks().counts(0.95), new Seed(1));
    float[] values = Initialization.values(plan.train().network(), mask.patterns(), new Seed(1));
    Assignment assignment = Assignment.of(1, 0, mask, 0, 24, new Seed(1));
    float[] trained = Averaging.mean(mask, values.length, rounds.train(new RoundWork(
        0, mask, List.of(new RoundWork.ParticleWork(plan.train(), assignment, values)))).of(0));

    for (float[] model : List.of(values, trained)) {
      check(plan, rounds, mask, model);
    }
  }

  private static void check(Plan plan, LocalRounds rounds, Mask mask, float[] values) {
    int moved = (int) (0.3 * mask.patterns().get(1).nnz());
    int[] counts = mask.patterns().stream().mapToInt(Pattern::nnz).toArray();
    counts[1] -= moved;
    Mask kept = Pruning.byLayer(mask, Scores.MAGNITUDE.of(mask, values, null, new Seed(1)), counts,
        StructureSettings.unstructured());
    Search search = Search.byLayer(Measure.GRADIENT, kept.patterns(), new int[] {0, moved, 0});
    ShardEvidence evidence = new ShardEvidence(plan, rounds, mask, values, new Seed(7));

    int[][] found = evidence.largest(search);

    assertThat(found).isDeepEqualTo(dense(rounds, mask, values, search));
    // The model goes down for dense gradients too.
    long model = Message.HEADER + 4L * values.length;
    assertThat(evidence.cost().up() + evidence.cost().down() - model)
        .as("bytes up %,d and down %,d in %d passes", evidence.cost().up(), evidence.cost().down(),
            evidence.cost().passes())
        .isLessThanOrEqualTo(SHARDS * 4L * WIDE * WIDE / 10);
  }

  /** What every shard has at every place, added up. */
  private static int[][] dense(LocalRounds rounds, Mask mask, float[] values, Search search) {
    List<Pattern> full = mask.patterns().stream().map(p -> Patterns.full(p.out(), p.in())).toList();
    Probe.Sample sample = new Probe.Sample(512, new Seed(7).child("evidence").state(), 0.9, 1);
    Probe probe = Probe.at(
        Measure.GRADIENT, sample, MaskCodec.encode(new Mask(0, mask.layers(), full)), new float[0]);
    double[][] means = full.stream().map(p -> new double[p.nnz()]).toArray(double[][]::new);
    double weight = 0;
    for (byte[] message : rounds.probe(mask, values, probe.encode())) {
      Answer answer = Answer.decode(message, mask.shapes());
      weight += answer.weight();
      int n = 0;
      for (double[] layer : means) {
        for (int p = 0; p < layer.length; p++) {
          layer[p] += answer.at()[n++];
        }
      }
    }
    for (double[] layer : means) {
      for (int p = 0; p < layer.length; p++) {
        layer[p] /= weight;
      }
    }
    return new DenseEvidence(mask, Map.of(Measure.GRADIENT, means), new double[0][]).largest(search);
  }
}
