package io.gossamer.it.clusters;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gossamer.it.commands.CommandLineRun;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command of deploy/README.md for Kubernetes, as far as an API server sees it; no pod ever runs here. */
@Tag("clusters")
class KubernetesIT {
  private static final String CLASS_PATH = "kubernetes.classpath";

  @TempDir private Path folder;

  @Test
  void submissionCreatesDriverPodServiceAndConfigMap() throws IOException, InterruptedException {
    Path home = Processes.sparkHome("spark-kubernetes", CLASS_PATH);
    String classPath = Processes.jars("kubernetes-mock") + ":" + Processes.classPath(CLASS_PATH);
    try (Daemon mock = Processes.start("MockKubernetes", folder, classPath)) {
      String url = mock.await("serving at (\\S+?)/?\\s", 1).group(1);

      CommandLineRun run = SparkSubmit.run(home, folder, Map.of("SPARK_LOCAL_IP", "127.0.0.1"), "k8s://" + url,
          "cluster", "local:///opt/gossamer/gossamer.jar", Map.of(
              "spark.kubernetes.container.image", "registry.example/gossamer:0.1.0",
              "spark.kubernetes.authenticate.driver.serviceAccountName", "gossamer",
              "spark.kubernetes.report.interval", "1s", "spark.executor.instances", "4",
              "spark.driver.memory", "1g", "spark.app.name", "train"),
          List.of("train", "--config", "/opt/gossamer/conf/train.yaml", "--output", "/runs/1"));

      assertThat(run.exitCode()).as(run.err()).isZero();
      driverPod(only(url, "pods"));
      service(only(url, "services"));
      configMap(only(url, "configmaps"));
    }
  }

  private static void driverPod(JsonNode pod) {
    JsonNode container = pod.at("/spec/containers/0");
    List<String> arguments = new ArrayList<>();
    container.path("args").forEach(argument -> arguments.add(argument.asText()));
    assertThat(container.path("image").asText()).isEqualTo("registry.example/gossamer:0.1.0");
    assertThat(arguments).startsWith("driver", "--properties-file").containsSequence(
        "--class", "io.gossamer.jobs.Gossamer", "local:///opt/gossamer/gossamer.jar", "train", "--config",
        "/opt/gossamer/conf/train.yaml", "--output", "/runs/1");
    assertThat(container.at("/resources/requests/memory").asText()).isEqualTo("1408Mi");
    assertThat(pod.at("/metadata/labels/spark-role").asText()).isEqualTo("driver");
    assertThat(pod.at("/spec/serviceAccountName").asText()).isEqualTo("gossamer");
    assertThat(pod.at("/spec/restartPolicy").asText()).isEqualTo("Never");
  }

  private static void service(JsonNode service) {
    assertThat(service.at("/metadata/name").asText()).endsWith("-driver-svc");
    assertThat(service.at("/spec/clusterIP").asText()).isEqualTo("None");
    assertThat(service.at("/metadata/ownerReferences")).hasSize(1);
  }

  private static void configMap(JsonNode map) {
    assertThat(map.at("/metadata/name").asText()).endsWith("-conf-map");
    assertThat(map.at("/data/spark.properties").asText())
        .contains("spark.executor.instances=4").contains("registry.example/gossamer");
    assertThat(map.at("/metadata/ownerReferences")).hasSize(1);
  }

  private static JsonNode only(String url, String kind) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/api/v1/namespaces/default/" + kind)).build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    JsonNode items = CommandLineRun.parse(response.body()).path("items");
    assertThat(items).as(response.body()).hasSize(1);
    return items.get(0);
  }
}
