package io.gossamer.it.faults;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.util.TaskCompletionListener;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Makes tasks on executors go wrong. Spark loads it by name from the jar that its properties bring; no code of
 * Gossamer's knows of it.
 */
public final class FaultPlugin implements SparkPlugin {
  /** How long a slow task waits; much longer than a speculated copy of it takes. */
  public static final Duration SLOW = Duration.ofSeconds(20);

  /** How long a stalled task waits; longer than a test may take. */
  public static final Duration STALL = Duration.ofMinutes(30);

  private static final String FAULTS = "spark.gossamer.faults";
  private static final String FOLDER = "spark.gossamer.faults.folder";
  private static final String BETWEEN = ";";

  /**
   * Properties that bring faults into an application.
   *
   * @param folder an empty one that all executors reach; what has come to pass is counted there
   */
  public static Map<String, String> properties(Path folder, List<Fault> faults) {
    return Map.of(
        "spark.plugins", FaultPlugin.class.getName(),
        "spark.jars", jar(folder).toString(),
        FOLDER, folder.toString(),
        FAULTS, faults.stream().map(Fault::text).collect(Collectors.joining(BETWEEN)));
  }

  /** This package as a jar: on the class path itself it would keep Spark's classes from being shared. */
  private static Path jar(Path folder) {
    String packageFolder = FaultPlugin.class.getPackageName().replace('.', '/');
    Path classes = Path.of(FaultPlugin.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    Path jar = folder.resolve("faults.jar");
    try (Stream<Path> files = Files.list(classes.resolve(packageFolder));
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (Path file : files.toList()) {
        out.putNextEntry(new ZipEntry(packageFolder + "/" + file.getFileName()));
        Files.copy(file, out);
      }
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public DriverPlugin driverPlugin() {
    return null;
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new Saboteur();
  }

  private static final class Saboteur implements ExecutorPlugin {
    private List<Fault> faults;
    private Path folder;

    @Override
    public void init(PluginContext context, Map<String, String> extra) {
      faults = Arrays.stream(context.conf().get(FAULTS).split(BETWEEN)).map(Fault::of).toList();
      folder = Path.of(context.conf().get(FOLDER));
    }

    /** Spark logs and forgets what is thrown here, so a task is failed by a listener at its end. */
    @Override
    public void onTaskStart() {
      TaskContext task = TaskContext.get();
      String job = task.getLocalProperty("spark.job.description");
      faults.stream()
          .filter(fault -> fault.befalls(job, task.partitionId()) && isPossible(fault.kind()) && fault.take(folder))
          .forEach(fault -> strike(fault, task));
    }

    private static boolean isPossible(Fault.Kind kind) {
      return switch (kind) {
        case CORRUPT -> !shuffleFiles().isEmpty();
        case DROP -> !broadcasts().isEmpty();
        default -> true;
      };
    }

    private static void strike(Fault fault, TaskContext task) {
      switch (fault.kind()) {
        case FAIL -> task.addTaskCompletionListener((TaskCompletionListener) done -> {
          throw new IllegalStateException("injected: " + fault.text());
        });
        case SLOW -> pause(SLOW);
        case STALL -> pause(STALL);
        case DROP -> drop();
        case CORRUPT -> shuffleFiles().forEach(Saboteur::damage);
        case KILL -> kill();
        default -> throw new IllegalStateException("no such fault: " + fault);
      }
    }

    /** A copy of the task that wins elsewhere interrupts the wait, as it would interrupt work. */
    private static void pause(Duration time) {
      try {
        TimeUnit.SECONDS.sleep(time.toSeconds());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private static List<BlockId> broadcasts() {
      return List.copyOf(CollectionConverters.asJava(
          SparkEnv.get().blockManager().getMatchingBlockIds(BlockId::isBroadcast)));
    }

    /** Spark holds what it has read from a broadcast by a weak reference too. */
    private static void drop() {
      BlockManager blocks = SparkEnv.get().blockManager();
      broadcasts().forEach(block -> blocks.removeBlock(block, true));
      System.gc();
    }

    private static List<File> shuffleFiles() {
      return CollectionConverters.asJava(SparkEnv.get().blockManager().diskBlockManager().getAllFiles()).stream()
          .filter(file -> file.getName().matches("shuffle_.*\\.data") && file.length() > 0).toList();
    }

    /** Flips a bit of every hundredth byte: wherever a task reads, it meets one. */
    private static void damage(File file) {
      try (RandomAccessFile bytes = new RandomAccessFile(file, "rw")) {
        for (long at = 0; at < bytes.length(); at += 100) {
          bytes.seek(at);
          int old = bytes.read();
          bytes.seek(at);
          bytes.write(old ^ 1);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void kill() {
      try {
        new ProcessBuilder("kill", "-9", String.valueOf(ProcessHandle.current().pid())).start().waitFor();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
