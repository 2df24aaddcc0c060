package io.gossamer.worker.cache;

import io.gossamer.masks.Mask;
import io.gossamer.masks.allocation.LayerShape;
import io.gossamer.masks.codec.MaskCodec;
import io.gossamer.ops.kernel.KernelChoice;
import io.gossamer.ops.net.Executions;
import io.gossamer.ops.net.Network;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.ops.net.Teacher;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.threads.Crew;
import io.gossamer.worker.round.LocalTrainer;
import io.gossamer.worker.round.Message;
import io.gossamer.worker.round.TeacherSpec;
import io.gossamer.worker.round.TrainSpec;
import io.gossamer.worker.round.Update;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Compiled networks by mask, lent to one task at a time. Compiling a network and allocating its buffers costs more than
 * a short round, which is why they are static state; losing them costs time only.
 */
public final class TaskCache {
  /** Idle tools kept per JVM: enough for the tasks that run side by side, whatever masks came before. */
  private static final int KEPT = 64;

  private static final int ALL_PLACES = -1;

  private static final Deque<Tools> IDLE = new ArrayDeque<>();

  private TaskCache() {}

  /** A network with its buffers. */
  public static final class Tools {
    private final int batchSize;
    private final Executions executions;
    private final Mask mask;
    private final Network network;
    private final TeacherSpec teacher;
    private LocalTrainer trainer;

    private Tools(TrainSpec spec, Mask mask, int threads, TeacherMessages messages) {
      this.batchSize = spec.batchSize();
      this.mask = mask;
      this.executions = spec.executions();
      this.teacher = spec.teacher();
      Crew crew = new Crew(threads);
      this.network = new Network(
          spec.network(), mask.patterns(), spec.executions(), KernelChoice.kernels(), crew,
          teacher == null ? null : teacher(teacher, messages, crew, spec.batchSize()), spec.batchSize());
    }

    private static Teacher teacher(TeacherSpec spec, TeacherMessages messages, Crew crew, int most) {
      Mask mask = MaskCodec.decode(messages.mask(), shapes(spec.network()));
      Update values = Message.decode(messages.values());
      mask.check("the teacher's values", values.maskVersion(), values.maskHash());
      Network network = new Network(
          spec.network().frozen(), mask.patterns(), spec.executions(), KernelChoice.kernels(), crew, most);
      network.load(values.values());
      return new Teacher(network, spec.squareHead(), spec.layers());
    }

    public Mask mask() {
      return mask;
    }

    public Network network() {
      return network;
    }

    /** A trainer for {@code spec}, whose network and batches are those of these tools. */
    public LocalTrainer trainer(TrainSpec spec) {
      if (trainer == null || !trainer.spec().equals(spec)) {
        trainer = new LocalTrainer(spec, network);
      }
      return trainer;
    }

    private boolean serve(TrainSpec spec, int threads) {
      return network.crew().threads() == threads && serve(spec);
    }

    private boolean serve(TrainSpec spec) {
      return batchSize == spec.batchSize() && executions.equals(spec.executions())
          && network.spec().equals(spec.network()) && Objects.equals(teacher, spec.teacher());
    }
  }

  /**
   * Lends tools for the mask to {@code work} and takes them back. Helpers of the task are there while it works and gone
   * when this returns, whatever happened.
   *
   * @param threads of the task, the caller included
   * @param message the encoded mask, asked for only when no tools for this version and hash are idle
   * @param teacher asked only then, and only if {@code spec} has a teacher
   */
  public static <R> R with(
      TrainSpec spec, int threads, int maskVersion, long maskHash, Supplier<byte[]> message, TeacherMessages teacher,
      Function<Tools, R> work) {
    Tools tools = borrow(spec, threads, mask -> mask.version() == maskVersion && mask.hash() == maskHash);
    if (tools == null) {
      Mask mask = MaskCodec.decode(message.get(), shapes(spec.network()));
      mask.check("an assignment", maskVersion, maskHash);
      tools = new Tools(spec, mask, threads, teacher);
    }
    return lend(spec, tools, work);
  }

  /** Lends tools whose masked layers keep every place, under a version that no run gives to a mask of its own. */
  public static <R> R withAllPlaces(
      TrainSpec spec, int threads, TeacherMessages teacher, Function<Tools, R> work) {
    Tools tools = borrow(spec, threads, mask -> mask.version() == ALL_PLACES);
    if (tools == null) {
      List<LayerShape> shapes = shapes(spec.network());
      tools = new Tools(spec, new Mask(ALL_PLACES, shapes.stream().map(LayerShape::name).toList(),
          shapes.stream().map(shape -> Patterns.full(shape.out(), shape.in())).toList()), threads, teacher);
    }
    return lend(spec, tools, work);
  }

  private static <R> R lend(TrainSpec spec, Tools tools, Function<Tools, R> work) {
    R result = withHelpers(tools, work);
    giveBack(spec, tools);
    return result;
  }

  private static <R> R withHelpers(Tools tools, Function<Tools, R> work) {
    Crew crew = tools.network.crew();
    try {
      crew.begin();
      return work.apply(tools);
    } finally {
      crew.end();
    }
  }

  /** Names and sizes of the masked layers of a network. */
  public static List<LayerShape> shapes(NetworkSpec network) {
    return network.masked().stream()
        .map(masked -> new LayerShape(masked.layer(), masked.parameter().out(), masked.parameter().in()))
        .toList();
  }

  private static synchronized Tools borrow(TrainSpec spec, int threads, Predicate<Mask> wanted) {
    for (Tools tools : IDLE) {
      if (wanted.test(tools.mask) && tools.serve(spec, threads)) {
        IDLE.remove(tools);
        return tools;
      }
    }
    return null;
  }

  /** Tools of an older mask of the same run are let go: masks only move forward. */
  private static synchronized void giveBack(TrainSpec spec, Tools tools) {
    IDLE.removeIf(idle -> idle.serve(spec)
        && idle.mask.version() != ALL_PLACES && idle.mask.version() < tools.mask.version());
    IDLE.addFirst(tools);
    while (IDLE.size() > KEPT) {
      IDLE.removeLast();
    }
  }
}
