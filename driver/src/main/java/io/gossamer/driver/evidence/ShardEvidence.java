package io.gossamer.driver.evidence;

import io.gossamer.driver.plan.Plan;
import io.gossamer.driver.round.RoundExecutor;
import io.gossamer.driver.round.RoundResult;
import io.gossamer.driver.round.RoundWork;
import io.gossamer.driver.round.RoundWork.ParticleWork;
import io.gossamer.masks.Mask;
import io.gossamer.masks.codec.MaskCodec;
import io.gossamer.masks.evidence.Evidence;
import io.gossamer.masks.evidence.EvidenceSettings;
import io.gossamer.masks.evidence.Measure;
import io.gossamer.masks.evidence.Search;
import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.net.Initialization;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.ops.random.Seed;
import io.gossamer.worker.evidence.Answer;
import io.gossamer.worker.evidence.Probe;
import io.gossamer.worker.measure.SynapticFlow;
import io.gossamer.worker.round.Assignment;
import io.gossamer.worker.round.Message;
import io.gossamer.worker.round.Update;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Evidence of one step of the mask, gathered by passes over the training shards. */
public final class ShardEvidence implements Evidence {
  private final Plan plan;
  private final RoundExecutor executor;
  private final Mask mask;
  private final float[] values;
  private final Seed seed;
  private final Map<Measure, double[]> kept = new EnumMap<>(Measure.class);
  private EvidenceCost cost = EvidenceCost.NONE;
  private boolean valuesSent;
  private SynapticFlow flow;

  /**
   * @param values averaged, in the order of {@code mask}
   * @param seed of this step: which rows take part
   */
  public ShardEvidence(Plan plan, RoundExecutor executor, Mask mask, float[] values, Seed seed) {
    this.plan = plan;
    this.executor = executor;
    this.mask = mask;
    this.values = values;
    this.seed = seed;
  }

  /** What was asked so far. */
  public EvidenceCost cost() {
    return cost;
  }

  private EvidenceSettings settings() {
    return plan.settings().sparsity().evidence();
  }

  private Probe.Sample sample(double temperature) {
    return new Probe.Sample(
        settings().rows(), seed.child("evidence").state(), plan.settings().training().momentum(), temperature);
  }

  private List<Answer> ask(Probe probe) {
    byte[] down = probe.encode();
    List<byte[]> up = executor.probe(mask, values, down);
    long model = valuesSent ? 0 : Message.HEADER + 4L * values.length;
    valuesSent = true;
    cost = cost.plus(new EvidenceCost(1, up.stream().mapToLong(answer -> answer.length).sum(), down.length + model));
    return up.stream().map(answer -> Answer.decode(answer, mask.shapes())).toList();
  }

  @Override
  public double[] atKept(Measure measure) {
    return kept.computeIfAbsent(measure, this::sumsAtKept).clone();
  }

  private double[] sumsAtKept(Measure measure) {
    if (measure != Measure.HESSIAN_GRADIENT) {
      return atKept(measure, 1, new float[0]);
    }
    double temperature = temperature();
    double[] gradient = atKept(Measure.GRADIENT, temperature, new float[0]);
    float[] direction = new float[gradient.length];
    for (int p = 0; p < direction.length; p++) {
      direction[p] = (float) gradient[p];
    }
    return atKept(measure, temperature, direction);
  }

  /** Only a layer whose outputs are the logits can take a temperature. */
  private double temperature() {
    NetworkSpec network = plan.train().network();
    int last = network.nodes().size() - 1;
    if (settings().temperature() != 1 && network.parameters(last).isEmpty()) {
      throw new InvalidInput("sparsity.evidence.temperature is " + settings().temperature()
          + ", which needs a last layer with weights; " + network.nodes().get(last).name() + " has none: set it to 1");
    }
    return settings().temperature();
  }

  private double[] atKept(Measure measure, double temperature, float[] direction) {
    double[] sums = new double[mask.nnz()];
    double weight = 0;
    for (Answer answer : ask(Probe.at(measure, sample(temperature), MaskCodec.encode(mask), direction))) {
      weight += answer.weight();
      for (int p = 0; p < answer.at().length; p++) {
        sums[p] += answer.at()[p];
      }
    }
    for (int p = 0; p < sums.length && weight > 0; p++) {
      sums[p] /= weight;
    }
    return sums;
  }

  @Override
  public int[][] largest(Search search) {
    return new CandidateSearch(mask.layers(), search, sample(1), this::ask).find();
  }

  @Override
  public double[][] inputSquares() {
    double[][] squares = mask.patterns().stream().map(p -> new double[p.in()]).toArray(double[][]::new);
    for (Answer answer : ask(Probe.inputs(sample(1)))) {
      int n = 0;
      for (int l = 0; l < squares.length && answer.squares().length > 0; l++) {
        for (int c = 0; c < squares[l].length; c++) {
          squares[l][c] += answer.squares()[n++];
        }
      }
    }
    return squares;
  }

  @Override
  public double[] flow(float[] values) {
    if (flow == null) {
      flow = new SynapticFlow(plan.train().network(), mask.patterns());
    }
    return flow.of(values);
  }

  @Override
  public double trialLoss(Mask candidate, int steps) {
    float[] fresh = Initialization.values(plan.train().network(), candidate.patterns(),
        new Seed(plan.settings().training().seed()));
    Assignment assignment = Assignment.of(0, 0, candidate, 0, steps, seed.child("trial"));
    RoundResult result = executor.train(
        new RoundWork(0, candidate, List.of(new ParticleWork(plan.train(), assignment, fresh))));
    cost = cost.plus(new EvidenceCost(1, result.bytes().up(), result.bytes().down() + result.bytes().mask()));
    double loss = result.updates().stream().mapToDouble(Update::lossSum).sum();
    return loss / result.updates().stream().mapToDouble(Update::weight).sum();
  }
}
