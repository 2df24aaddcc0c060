package io.gossamer.driver.plan;

import io.gossamer.driver.data.DataFacts;
import io.gossamer.driver.files.Sha256;
import io.gossamer.driver.round.Quorum;
import io.gossamer.driver.round.Rotation;
import io.gossamer.driver.round.RoundSettings;
import io.gossamer.driver.soup.ParticleSpecs;
import io.gossamer.driver.soup.Phase;
import io.gossamer.driver.soup.PhasePlan;
import io.gossamer.masks.method.MaskMethod;
import io.gossamer.masks.method.MaskPlan;
import io.gossamer.masks.rule.LocalRule;
import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.kernel.KernelChoice;
import io.gossamer.ops.layer.Node;
import io.gossamer.ops.layer.Parameter;
import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.net.Architecture;
import io.gossamer.ops.net.Execution;
import io.gossamer.ops.net.Executions;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.worker.round.TeacherSpec;
import io.gossamer.worker.round.TrainSpec;
import io.gossamer.worker.round.TrainingSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Settings and facts about the data in, plan out. Pure but for the heap it may not exceed. */
public final class Planner {
  /**
   * A round should compute at least 20 times its overhead (design section 4), measured at 50 ms with four tasks on two
   * cores (docs/benchmarks.md, "Overhead of a round").
   */
  private static final double ROUND_SECONDS = 1.0;

  /** Multiply-adds a second that the kernels reach at 90 % sparsity or more; only the order of magnitude matters. */
  private static final double RATE = 10e9;

  /** Seconds to bring one feature value of a batch into its tile. */
  private static final double GATHER = 0.5e-9;

  /** Bytes of a message: one array, with room for headers. */
  private static final long MOST_MESSAGE = Integer.MAX_VALUE - (1 << 10);

  private Planner() {}

  /** With nothing measured, one thread a task, and no teacher. */
  public static Plan plan(Settings settings, DataFacts data, long driverHeap) {
    return plan(settings, data, driverHeap, 1, Crossovers.UNMEASURED, Optional.empty());
  }

  /**
   * @param threads of a task
   * @param crossovers asked for the layers whose execution the settings leave open
   * @param lesson of the teacher that the settings name
   * @throws InvalidInput if settings and data do not go together
   */
  public static Plan plan(
      Settings settings, DataFacts data, long driverHeap, int threads, Crossovers crossovers,
      Optional<Lesson> lesson) {
    List<String> reasons = new ArrayList<>();
    MaskMethod method = settings.soup().masks(settings.sparsity().method());
    NetworkSpec network = method.network(network(settings, data), settings.sparsity());
    MaskPlan counting = MaskPlan.of(network, settings.sparsity(), 0);
    method.check(counting);
    int[] counts = method.finalCounts(counting);
    long largestNnz = method.mostNnz(counting);
    TrainingSettings training = settings.training();
    Executions executions =
        ExecutionChoice.of(settings.sparsity(), network, training.batchSize(), crossovers, reasons);
    List<LayerPlan> layers = layers(network, counts, executions);
    Rotation rotation = new Rotation(settings.soup().particles(), settings.data().shards());
    List<Phase> phases = PhasePlan.of(settings.soup(), training, data.trainRows(), rotation.shards(),
        network.maskablePlaces(), Arrays.stream(counts).sum());
    long stepsPerPass = steps(data.trainRows(), (long) rotation.shards() * training.batchSize());
    long totalSteps = phases.stream().mapToLong(Phase::steps).sum();
    int localSteps = localSteps(settings, data, network, layers, stepsPerPass, totalSteps, reasons);
    MaskPlan masks = MaskPlan.of(network, settings.sparsity(), totalSteps);
    LocalRule rule = method.rule(masks);
    TrainSpec train = new TrainSpec(
        network.with(rule.learned(network.maskedNames())), training.batchSize(), training.localOptimizer(),
        training.clipping(), training.rate(phases.get(0).stepsPerEpoch(), phases.get(0).steps()), executions, rule,
        lesson.map(teacher -> teacher.spec(network, settings.loss())).orElse(null));
    new ParticleSpecs(train, training, settings.soup()).check();
    settings.soup().checkValidation(
        settings.data().validationFraction() > 0 || !settings.data().validation().isEmpty());
    long values = largestNnz + train.network().denseValues();
    int averaged = training.averagedState().size();
    long perMessage = Float.BYTES * values * (1 + averaged);
    checkMessage(perMessage, averaged);
    checkClocks(settings, averaged);
    boolean slices = slices(settings, perMessage * rotation.visits(), reasons);
    if (slices) {
      reasons.add(String.format("tasks average, a slice of the values each: the %d updates of a round have %s",
          rotation.visits(), MemoryNeed.megabytes(perMessage * rotation.visits())));
    }
    boolean measures = method.measuresAllPlaces(masks) || settings.soup().criterion().measuresAllPlaces();
    MemoryNeed memory = MemoryNeed.of(train, averaged, largestNnz, slices, measures,
        writtenOut(network, executions, counts, method.firstCounts(counting)), rotation, data.bytes(),
        lesson.map(Lesson::teacher));
    memory.checkDriver(driverHeap);
    reasons.add(KernelChoice.reason());
    return new Plan(
        settings, data, train, masks, layers, phases,
        phases.get(0).stepsPerEpoch(), totalSteps, localSteps, slices,
        PhasePlan.rounds(phases, settings.rounds().lengths(localSteps), settings.soup().swa()),
        KernelChoice.kernels().name(), threads, memory,
        reasons, hash(settings, data, localSteps, train.teacher()));
  }

  /**
   * Whether tasks average. Not where clocks end rounds: a task that Spark runs again takes another number of steps, and
   * the slices of one update would be of two. Nor where rounds may end without a shard: the tasks that sum begin when
   * all are there.
   */
  private static boolean slices(Settings settings, long bytes, List<String> reasons) {
    RoundSettings rounds = settings.rounds();
    int shards = settings.data().shards();
    Quorum quorum = rounds.quorumOf(shards);
    boolean slices = rounds.exchange().slices(bytes);
    if (quorum != Quorum.ALL) {
      reasons.add(String.format("a round may end with %d of %d shards, %s after so many have come; shards left out are "
          + "counted and named, and no two runs need be equal to the bit", quorum.shards(), shards, quorum.patience()));
    }
    if (slices && quorum != Quorum.ALL) {
      reasons.add("the driver averages, not tasks: by rounds.quorum a round may end without a shard, and tasks that "
          + "average begin when all are there");
      return false;
    }
    if (slices && rounds.timeBoxed()) {
      reasons.add("the driver averages, not tasks: rounds.seconds cuts by clocks, and slices of one update must be of "
          + "the same steps");
      return false;
    }
    return slices;
  }

  private static long steps(long rows, long rowsPerStep) {
    return Math.max(1, (rows + rowsPerStep - 1) / rowsPerStep);
  }

  private static NetworkSpec network(Settings settings, DataFacts data) {
    LossKind loss = settings.model().loss();
    int classes = data.classes().size();
    if (loss == LossKind.LOGISTIC && classes != 2) {
      throw new InvalidInput("model.loss is logistic, which needs two classes; the data has " + classes
          + " (" + String.join(", ", data.classes().subList(0, Math.min(5, classes)))
          + "); use softmax, or name two in data.classes");
    }
    if (loss == LossKind.SOFTMAX && classes < 2) {
      throw new InvalidInput("model.loss is softmax, which needs at least two classes; the data has only "
          + data.classes() + "; check data.label");
    }
    int outputs = switch (loss) {
      case SOFTMAX -> classes;
      case LOGISTIC -> 1;
      case RECONSTRUCTION -> data.features();
      default -> data.targets();
    };
    List<Node> layers = Architecture.layers(settings.model(), data.columns(), outputs);
    NetworkSpec network = new NetworkSpec(
        Architecture.rows(settings.model(), data.features()), data.sparse(), layers,
        settings.loss().of(loss, data.target(), classes));
    if (network.outputs() != outputs) {
      throw new InvalidInput("model: the last layer makes " + network.outputs() + " numbers; "
          + loss.name().toLowerCase(Locale.ROOT) + " on this data needs " + outputs);
    }
    return network;
  }

  /** Shards that took different numbers of steps have states that no one number of steps corrects. */
  private static void checkClocks(Settings settings, int averaged) {
    if (averaged > 0 && settings.rounds().timeBoxed()) {
      throw new InvalidInput("training.optimizerState average goes on from the steps that all shards took, and "
          + "rounds.seconds " + settings.rounds().seconds() + " lets each take its own; set one of the two aside");
    }
  }

  private static void checkMessage(long bytes, int averaged) {
    if (bytes > MOST_MESSAGE) {
      throw new InvalidInput(String.format("the values of the model%s are %s in one message, which holds at most %s; "
          + "raise sparsity.sparsity%s", averaged == 0 ? "" : " and the optimiser's state beside them",
          MemoryNeed.megabytes(bytes), MemoryNeed.megabytes(MOST_MESSAGE),
          averaged == 0 ? "" : ", or set training.optimizerState to reset"));
    }
  }

  /** Masked layers that run dense at the density they start or end with. */
  private static List<Parameter> writtenOut(
      NetworkSpec network, Executions executions, int[] counts, int[] firstCounts) {
    List<Parameter> writtenOut = new ArrayList<>();
    for (int l = 0; l < counts.length; l++) {
      Parameter weight = network.masked().get(l).parameter();
      if (executions.isDense(l, Math.max(counts[l], firstCounts[l]) / (double) weight.places())) {
        writtenOut.add(weight);
      }
    }
    return writtenOut;
  }

  private static List<LayerPlan> layers(NetworkSpec network, int[] counts, Executions executions) {
    List<LayerPlan> layers = new ArrayList<>();
    for (int l = 0; l < counts.length; l++) {
      Parameter weight = network.masked().get(l).parameter();
      layers.add(new LayerPlan(
          network.maskedNames().get(l), weight.out(), weight.in(), counts[l], executions.crossover(l)));
    }
    return layers;
  }

  /** Deterministic on purpose: measured times would give other models on other machines. */
  private static int localSteps(
      Settings settings, DataFacts data, NetworkSpec network, List<LayerPlan> layers, long stepsPerPass,
      long totalSteps, List<String> reasons) {
    int asked = settings.rounds().localSteps();
    if (settings.rounds().timeBoxed()) {
      int most = (int) Math.min(asked > 0 ? asked : stepsPerPass, totalSteps);
      reasons.add(String.format("%,d local steps a round at most: after %s s a worker takes no further one, so shards "
          + "count by the steps they took, and no two runs need be equal to the bit",
          most, settings.rounds().seconds()));
      return most;
    }
    if (asked > 0) {
      return (int) Math.min(asked, totalSteps);
    }
    double places = 0;
    for (int l = 0; l < layers.size(); l++) {
      double reached = data.sparse() && layers.get(l).in() == data.features() ? data.rowDensity() : 1;
      places += reached * layers.get(l).nnz() * network.masked().get(l).uses();
    }
    int batch = settings.training().batchSize();
    double step = 3.0 * places * batch / RATE + data.rowDensity() * network.inputs() * batch * GATHER;
    long steps = Math.max(1, Math.min((long) Math.ceil(ROUND_SECONDS / step), Math.min(stepsPerPass, totalSteps)));
    reasons.add(String.format("%,d local steps a round: a step is estimated at %.3f ms and a round should compute for "
        + "%.0f ms, at most one pass over its shard", steps, step * 1e3, ROUND_SECONDS * 1e3));
    return (int) steps;
  }

  private static String hash(Settings settings, DataFacts data, int localSteps, TeacherSpec teacher) {
    String taught = teacher == null ? "" : " teacher=" + teacher.identity();
    return Sha256.of((settings.deciding() + " " + data + " H=" + localSteps + taught).getBytes(StandardCharsets.UTF_8));
  }
}
