package io.gossamer.it.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gossamer.it.clusters.DigitsRun;
import io.gossamer.it.clusters.SparkSubmit;
import io.gossamer.it.commands.CommandLineRun;
import io.gossamer.it.faults.Fault;
import io.gossamer.it.faults.Fault.Kind;
import io.gossamer.it.faults.FaultPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shard whose task stands still for half an hour: left out and named, or the end of the run, by name. */
class StragglerIT {
  @TempDir private Path folder;

  /** Two slots of one process; what goes wrong goes wrong once, however often the command is given. */
  private CommandLineRun submit(String output, Fault fault, String... sets) throws IOException {
    Path faulty = Files.createDirectories(folder.resolve(output + "-faults"));
    Map<String, String> properties = new HashMap<>(SparkSubmit.SHORT);
    properties.putAll(FaultPlugin.properties(faulty, List.of(fault)));
    List<String> arguments = new ArrayList<>(DigitsRun.arguments(folder.resolve(output).toString(), sets));
    arguments.remove("--quiet");
    return SparkSubmit.run(folder, "local[2]", "client", properties, arguments);
  }

  private List<JsonNode> rounds(String output) throws IOException {
    return Files.readAllLines(folder.resolve(output).resolve("rounds.jsonl")).stream()
        .map(CommandLineRun::parse).toList();
  }

  @Test
  void aRoundGoesOnWithoutItAndSaysSo() throws IOException {
    CommandLineRun run = submit("quorum", new Fault(Kind.STALL, "round 2", 1, 1),
        "rounds.quorum=0.75", "rounds.patience=10", "rounds.seconds=600");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("a round may end with 3 of 4 shards", "after 600.0 s a worker takes no further one",
        "round 2: went on without shard 1, which had not come in time");
    assertThat(run.out()).contains("skipped shards: 1 (1 x)");
    JsonNode summary = CommandLineRun.json(folder.resolve("quorum/summary.json"));
    assertThat(summary.at("/skippedShards").asInt()).isEqualTo(1);
    assertThat(summary.at("/skippedByShard").toString()).isEqualTo("{\"1\":1}");
    assertThat(summary.at("/metrics/test/accuracy").asDouble()).isGreaterThan(0.85);
    List<JsonNode> rounds = rounds("quorum");
    assertThat(rounds.get(0).has("skippedShards")).isFalse();
    assertThat(rounds.get(0).at("/shardSteps")).hasSize(4);
    assertThat(rounds.get(1).at("/skippedShards").toString()).isEqualTo("[1]");
    assertThat(rounds.get(1).at("/shardSteps")).hasSize(3);
    assertThat(rounds.get(1).at("/rows").asLong()).isLessThan(rounds.get(0).at("/rows").asLong());
  }

  /** The bound is that of loading as well, which takes seconds on a calm machine. */
  @Tag("clusters")
  @Test
  void withoutAQuorumTheRunEndsByNameAndTheSameCommandGoesOn() throws IOException {
    String reference = DigitsRun.reference(folder);
    Fault fault = new Fault(Kind.STALL, "round 3", 2, 1);

    CommandLineRun run = submit("timeout", fault, "rounds.timeout=60");

    assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
    assertThat(run.err()).contains("gossamer: round 3 has waited 60.0 s for shards 2, which is all that "
        + "rounds.timeout allows", "raise rounds.timeout", "continues after round 2").doesNotContain("\tat ");
    assertThat(folder.resolve("timeout/summary.json")).doesNotExist();
    assertThat(folder.resolve("timeout/checkpoints/round-000002/COMMIT")).exists();

    CommandLineRun again = submit("timeout", fault, "rounds.timeout=600");
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.err()).contains("continuing after round 2");
    assertThat(DigitsRun.hash(folder.resolve("timeout"))).isEqualTo(reference);
  }
}
