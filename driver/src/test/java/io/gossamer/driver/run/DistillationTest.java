package io.gossamer.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.driver.TestSpark;
import io.gossamer.driver.data.DataFormat;
import io.gossamer.driver.data.Scaling;
import io.gossamer.driver.data.Schema;
import io.gossamer.driver.model.Model;
import io.gossamer.driver.model.ModelFiles;
import io.gossamer.driver.plan.Crossovers;
import io.gossamer.driver.plan.Lesson;
import io.gossamer.driver.plan.Plan;
import io.gossamer.driver.plan.Planner;
import io.gossamer.driver.plan.Settings;
import io.gossamer.driver.report.RoundReport;
import io.gossamer.driver.report.RunListener;
import io.gossamer.driver.round.BroadcastTeacher;
import io.gossamer.driver.round.LocalRounds;
import io.gossamer.driver.round.OuterSettings.OuterKind;
import io.gossamer.driver.round.Quorum;
import io.gossamer.driver.round.RoundExecutor;
import io.gossamer.driver.round.SparkRounds;
import io.gossamer.driver.round.Split;
import io.gossamer.driver.spark.Waits;
import io.gossamer.masks.codec.MaskCodec;
import io.gossamer.masks.method.MaskMethods;
import io.gossamer.ops.loss.LossSettings;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.ops.testing.Defaults;
import io.gossamer.worker.cache.TeacherMessages;
import io.gossamer.worker.codec.Exchange;
import io.gossamer.worker.round.Message;
import io.gossamer.worker.shard.Shard;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs that learn from a model which an earlier run made. */
class DistillationTest {
  private static final Schema SCHEMA = new Schema(
      DataFormat.CSV, List.of(), List.of(), true, 5, "label", "", List.of("0", "1", "2"), false, Scaling.NONE);

  private static Lesson teacher(double rate) {
    Plan plan = RunTest.plan(RunTest.settings(MaskMethods.RANDOM, OuterKind.AVERAGE, rate, 7, 1));
    RunState last = RunTest.run(plan, RunTest.local(plan), new RunListener() {});
    NetworkSpec network = plan.train().network().finished();
    Model model = new Model(
        network, last.mask(), last.mean(), SCHEMA, new Model.Origin("test", plan.hash(), "fp", 3));
    return new Lesson(model, ModelFiles.sha256(model));
  }

  /** All it learns comes from the teacher: with share 1 no label counts. */
  private static Settings student(MaskMethods method, int particles, String path) {
    Settings settings = RunTest.settings(method, OuterKind.AVERAGE, 0.05, 7, particles);
    LossSettings loss = Defaults.of(LossSettings.class, Map.of(
        "teacher", path, "distillation", 1.0, "temperature", 2.0, "squareHead", 0.5));
    return new Settings(settings.data(), settings.features(), settings.model(), loss, settings.sparsity(),
        settings.training(), settings.rounds(), settings.soup(), settings.checkpoint(), settings.output());
  }

  private static Plan plan(Settings settings, Lesson lesson) {
    return Planner.plan(settings, RunTest.FACTS, RunTest.HEAP, 1, Crossovers.UNMEASURED, Optional.of(lesson));
  }

  private static RoundExecutor local(Plan plan, Model teacher) {
    byte[] mask = MaskCodec.encode(teacher.mask());
    byte[] values = Message.encode(0, 0, teacher.mask().version(), teacher.mask().hash(), teacher.values());
    TeacherMessages messages = new TeacherMessages() {
      private static final long serialVersionUID = 1;

      @Override
      public byte[] mask() {
        return mask;
      }

      @Override
      public byte[] values() {
        return values;
      }
    };
    List<Shard> shards = RunTest.shards();
    return new LocalRounds(
        plan.train(), Map.of(Split.TRAIN, shards, Split.VALIDATION, shards), Exchange.EXACT, 1, messages);
  }

  private static RoundExecutor spark(Plan plan, Model teacher) {
    List<Shard> shards = RunTest.shards();
    var rdd = TestSpark.context().parallelize(shards, shards.size()).persist(StorageLevel.MEMORY_ONLY());
    return new SparkRounds(
        TestSpark.context(), plan.train(), Map.of(Split.TRAIN, rdd, Split.VALIDATION, rdd), Exchange.EXACT,
        plan.slices(),
        Optional.of(BroadcastTeacher.of(TestSpark.context(), teacher.mask(), teacher.values())), Waits.DEFAULT,
        Quorum.ALL);
  }

  /** A schedule, evidence, a local rule with learned thresholds, several particles. */
  @ParameterizedTest
  @CsvSource({"GRADUAL, 1", "RIGL, 1", "STR, 1", "RANDOM, 3"})
  void studentsLearnAndHaveTheSameBitsOnSparkAndHere(MaskMethods method, int particles) {
    Lesson lesson = teacher(0.05);
    Plan plan = plan(student(method, particles, "runs/teacher"), lesson);
    List<RoundReport> reports = new ArrayList<>();

    RunState here = RunTest.run(plan, local(plan, lesson.teacher()), RunTest.collector(reports));
    RunState onSpark = RunTest.run(plan, spark(plan, lesson.teacher()), new RunListener() {});

    assertThat(onSpark.mean()).isEqualTo(here.mean());
    assertThat(onSpark.mask()).isEqualTo(here.mask());
    assertThat(reports.get(reports.size() - 1).validation().orElseThrow().headline()).isGreaterThan(0.9);
  }

  @Test
  void aRunContinuesOnlyWithTheSameTeacherWhereverThatLies() {
    Lesson lesson = teacher(0.05);
    Plan plan = plan(student(MaskMethods.RANDOM, 1, "runs/teacher"), lesson);
    Plan moved = plan(student(MaskMethods.RANDOM, 1, "archive/teacher"), lesson);
    Plan other = plan(student(MaskMethods.RANDOM, 1, "runs/teacher"), teacher(0.1));

    assertThat(moved.hash()).isEqualTo(plan.hash()).isNotEqualTo(other.hash());
    assertThat(moved.fingerprint("1")).isEqualTo(plan.fingerprint("1")).isNotEqualTo(other.fingerprint("1"));
  }

  @Test
  void theTeacherIsInTheMemoryOfThePlan() {
    Lesson lesson = teacher(0.05);
    Plan alone = RunTest.plan(RunTest.settings(MaskMethods.RANDOM, OuterKind.AVERAGE, 0.05, 7, 1));
    Plan taught = plan(student(MaskMethods.RANDOM, 1, "runs/teacher"), lesson);
    int values = lesson.teacher().values().length;

    assertThat(taught.memory().driver() - alone.memory().driver()).isEqualTo(16L * values);
    assertThat(taught.memory().task() - alone.memory().task()).isGreaterThan(40L * values);
  }
}
