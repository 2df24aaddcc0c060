package io.gossamer.it.clusters;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.it.commands.CommandLineRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Authentication and encryption on: the same model, a stranger is refused, and no secret stands where it is read. */
@Tag("clusters")
class SecurityIT {
  private static final String SECRET = "only-for-the-wire-5e1f";
  private static final String STORE_SECRET = "only-for-the-store-77c0";
  private static final String KEY_PASSWORD = "only-for-the-key-90ab";

  /** What the Master, the Workers and the application must share. */
  private static final Map<String, String> AUTHENTICATED = Map.of(
      "spark.authenticate", "true", "spark.authenticate.secret", SECRET);
  private static final Map<String, String> ENCRYPTED = Map.of(
      "spark.network.crypto.enabled", "true", "spark.network.crypto.saslFallback", "false");

  @TempDir private static Path shared;
  private static String reference;

  @TempDir private Path folder;

  @BeforeAll
  static void train() {
    reference = DigitsRun.reference(shared);
  }

  @Test
  void authenticationAndEncryptionOnTheWireAndOnDisk() throws IOException {
    Map<String, String> secure = both(AUTHENTICATED, ENCRYPTED);
    try (StandaloneCluster cluster = new StandaloneCluster(folder, secure)) {
      CommandLineRun run = submit("secure", cluster, secure);

      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(DigitsRun.hash(folder.resolve("secure"))).isEqualTo(reference);
      nowhere(SECRET, "daemons.conf", "submit.conf");
      nowhere(STORE_SECRET, "submit.conf");

      CommandLineRun stranger =
          submit("stranger", cluster, both(secure, Map.of("spark.authenticate.secret", "guessed")));
      assertThat(stranger.exitCode()).isNotZero();
      assertThat(folder.resolve("stranger")).doesNotExist();
      assertThat(cluster.masterLog()).doesNotContainPattern("Registered app .*-0001");
    }
  }

  @Test
  void sslForAllThatSparkSays() throws IOException {
    Map<String, String> secure = both(AUTHENTICATED, ssl());
    try (StandaloneCluster cluster = new StandaloneCluster(folder, secure)) {
      CommandLineRun run = submit("ssl", cluster, secure);

      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(DigitsRun.hash(folder.resolve("ssl"))).isEqualTo(reference);
      nowhere(SECRET, "daemons.conf", "submit.conf");
      nowhere(KEY_PASSWORD, "daemons.conf", "submit.conf");
    }
  }

  private CommandLineRun submit(String name, StandaloneCluster cluster, Map<String, String> secure) {
    Map<String, String> properties = both(both(SparkSubmit.SHORT, secure), Map.of(
        "spark.executor.cores", "1", "spark.cores.max", "2", "spark.io.encryption.enabled", "true",
        "spark.hadoop.fs.s3a.secret.key", STORE_SECRET));
    return SparkSubmit.run(
        folder, cluster.master(), "client", properties, DigitsRun.arguments(folder.resolve(name).toString()));
  }

  private static Map<String, String> both(Map<String, String> first, Map<String, String> second) {
    Map<String, String> all = new HashMap<>(first);
    all.putAll(second);
    return all;
  }

  private Map<String, String> ssl() {
    String store = folder.resolve("keys.p12").toString();
    CommandLineRun made = CommandLineRun.of(folder, Map.of(), List.of(
        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", "spark",
        "-keyalg", "RSA", "-dname", "CN=127.0.0.1", "-ext", "san=ip:127.0.0.1,ip:127.0.0.2", "-validity", "2",
        "-storetype", "PKCS12", "-keystore", store, "-storepass", KEY_PASSWORD));
    assertThat(made.exitCode()).as(made.err()).isZero();
    Map<String, String> properties = new HashMap<>(Map.of("spark.ssl.rpc.enabled", "true",
        "spark.ssl.rpc.protocol", "TLSv1.2"));
    for (String side : List.of("key", "trust")) {
      properties.put("spark.ssl.rpc." + side + "Store", store);
      properties.put("spark.ssl.rpc." + side + "StoreType", "PKCS12");
      properties.put("spark.ssl.rpc." + side + "StorePassword", KEY_PASSWORD);
    }
    properties.put("spark.ssl.rpc.keyPassword", KEY_PASSWORD);
    return properties;
  }

  /** Plan, report, model, logs of Master, Workers, driver and executors: every file but the given ones. */
  private void nowhere(String secret, String... but) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).filter(file -> !List.of(but).contains(file.getFileName().toString()))
          .toList();
    }
    assertThat(files).anyMatch(file -> file.endsWith("plan.yaml")).anyMatch(file -> file.endsWith("master.log"))
        .anyMatch(file -> file.endsWith("summary.json")).anyMatch(file -> file.endsWith("0/stderr"));
    for (Path file : files) {
      String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      assertThat(text.contains(secret)).as(file.toString()).isFalse();
    }
  }
}
