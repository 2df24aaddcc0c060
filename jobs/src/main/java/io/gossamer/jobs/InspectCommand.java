package io.gossamer.jobs;

import io.gossamer.driver.files.Folder;
import io.gossamer.driver.model.Model;
import io.gossamer.driver.model.ModelFiles;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.worker.measure.LivePaths;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gossamer inspect}. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Prints what a model is.",
      "Layers, kept weights, fan-in, dead units, lineage. Starts no Spark.",
      ""
    })
final class InspectCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(paramLabel = "MODEL", description = "Run directory, or its folder model.")
  String model;

  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  @Override
  public Integer call() {
    Model read = ModelFiles.read(Folder.at(model, new Configuration()));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JsonText.of(read));
    } else {
      print(read, out);
    }
    out.flush();
    return ExitCode.DONE.code();
  }

  private static void print(Model model, PrintWriter out) {
    out.printf("%s of %,d features, %s%n",
        model.schema().classes().isEmpty() ? "regression" : "classifier over " + model.schema().classes(),
        model.schema().featureCount(), model.schema().sparse() ? "sparse rows" : "dense rows");
    LivePaths paths = new LivePaths(model.network(), model.mask());
    out.printf("%,d weights kept of %,d, sparsity %.4f, mask %d (%016x)%n", model.mask().nnz(),
        model.mask().places(), model.mask().sparsity(), model.mask().version(), model.mask().hash());
    out.printf("effective sparsity %.4f: what lies on no path from inputs to outputs counts as zero%n%n",
        paths.effectiveSparsity());
    out.printf("%-8s %12s %10s %10s %9s %16s %6s %10s  %s%n", "layer", "out x in", "kept", "effective", "sparsity",
        "fan-in min/max", "dead", "mean |w|", "runs");
    for (int l = 0; l < model.mask().patterns().size(); l++) {
      layer(model, paths, l, out);
    }
    out.printf("%ntrained by gossamer %s, seed %d, plan %s, data %s%n", model.origin().gossamer(),
        model.origin().seed(), model.origin().planHash(), model.origin().dataFingerprint());
  }

  private static void layer(Model model, LivePaths paths, int l, PrintWriter out) {
    Pattern pattern = model.mask().patterns().get(l);
    int at = model.mask().weightsAt(l);
    double sum = 0;
    for (int p = at; p < at + pattern.nnz(); p++) {
      sum += Math.abs(model.values()[p]);
    }
    int[] fanIn = IntStream.range(0, pattern.out()).map(pattern::fanIn).toArray();
    out.printf("%-8s %12s %,10d %,10d %9.4f %16s %6d %10.4f  %s%n", model.mask().layers().get(l),
        pattern.out() + " x " + pattern.in(), pattern.nnz(), paths.effective(l), 1 - pattern.density(),
        IntStream.of(fanIn).min().orElse(0) + " / " + IntStream.of(fanIn).max().orElse(0),
        paths.dead(l), pattern.nnz() == 0 ? 0 : sum / pattern.nnz(),
        model.executions().isDense(l, pattern) ? "dense" : "sparse");
  }
}
