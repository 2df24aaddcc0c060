package io.gossamer.driver.plan;

import io.gossamer.driver.files.Sha256;
import io.gossamer.ops.kernel.KernelChoice;
import io.gossamer.ops.kernel.Kernels;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the time of a kernel depends on, beside its work.
 *
 * @param cpu model name of the processor
 * @param jvm version of the virtual machine
 * @param kernels name of the kernels
 * @param gossamer version, with the time it was built
 */
record MachineType(String cpu, String jvm, String kernels, String gossamer) {
  private static final Path CPUS = Path.of("/proc/cpuinfo");

  static MachineType current(Kernels kernels, String version) {
    return new MachineType(processor(), System.getProperty("java.vm.version"), kernels.name(),
        version + built().map(at -> " of " + at).orElse(""));
  }

  /** A name for files. */
  String hash() {
    return Sha256.of(toString().getBytes(StandardCharsets.UTF_8)).substring(0, 16);
  }

  private static String processor() {
    String unnamed = System.getProperty("os.arch") + Optional.ofNullable(System.getenv("PROCESSOR_IDENTIFIER"))
        .map(name -> " " + name).orElse("");
    if (!Files.isReadable(CPUS)) {
      return unnamed;
    }
    try (Stream<String> lines = Files.lines(CPUS, StandardCharsets.ISO_8859_1)) {
      return lines.filter(line -> line.startsWith("model name")).findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).trim()).orElse(unnamed);
    } catch (IOException e) {
      // Some other system mounts something else there; the architecture has to do.
      return unnamed;
    }
  }

  /** When the kernels were built, so that a checkout under work does not trust the times of its past. */
  private static Optional<String> built() {
    try {
      Path code = Path.of(KernelChoice.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return Optional.of(Files.getLastModifiedTime(code).toString());
    } catch (URISyntaxException | IOException | RuntimeException e) {
      // Not every class loader knows; the version has to do.
      return Optional.empty();
    }
  }
}
