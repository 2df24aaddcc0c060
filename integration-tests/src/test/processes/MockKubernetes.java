import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;

/**
 * An API server of Kubernetes in memory, in a JVM of its own (run as a source file): keeps what is created, gives new
 * pods a status as a real one does, and lets each pod succeed after three seconds, as if its driver had finished.
 */
public final class MockKubernetes {
  private static final long RUNNING_MILLIS = 3_000;

  private MockKubernetes() {}

  /** What the mock of fabric8 lacks for Spark 4.1. */
  private static final class Dispatcher extends KubernetesCrudDispatcher {
    Dispatcher() {
      super(Collections.emptyList());
    }

    /** Without a status Spark's watcher fails on it. The body of a request can be read only once. */
    @Override
    public MockResponse handleCreate(RecordedRequest request) {
      String path = request.getPath().replaceAll("\\?.*", "");
      if (!path.endsWith("/pods")) {
        return super.handleCreate(request);
      }
      String body = request.getUtf8Body();
      MockResponse created = super.handleCreate(as(request, HttpMethod.POST, path, body));
      Pod pod = Serialization.unmarshal(body, Pod.class);
      pod.setStatus(new PodStatus());
      pod.getStatus().setPhase("Pending");
      handleUpdate(as(request, HttpMethod.PUT, path + "/" + pod.getMetadata().getName() + "/status",
          Serialization.asJson(pod)));
      return created;
    }

    /** Server-side apply creates what is not there; the mock answers 404. */
    @Override
    public MockResponse handlePatch(RecordedRequest request) {
      if (!request.getPath().contains("fieldManager=")) {
        return super.handlePatch(request);
      }
      String path = request.getPath().replaceAll("\\?.*", "");
      String body = request.getUtf8Body();
      return handleGet(path).code() == 200
          ? handleUpdate(as(request, HttpMethod.PUT, path, body))
          : handleCreate(as(request, HttpMethod.POST, path.substring(0, path.lastIndexOf('/')), body));
    }

    private static RecordedRequest as(RecordedRequest request, HttpMethod method, String path, String body) {
      return new RecordedRequest(request.getHttpVersion(), method, path, request.getHeaders(),
          new Buffer(body.getBytes(StandardCharsets.UTF_8)));
    }
  }

  public static void main(String[] args) throws InterruptedException {
    KubernetesMockServer server =
        new KubernetesMockServer(new Context(), new MockWebServer(), new HashMap<>(), new Dispatcher(), false);
    server.init();
    KubernetesClient client = server.createClient();
    System.out.println("serving at " + client.getMasterUrl());
    while (true) {
      Thread.sleep(RUNNING_MILLIS);
      for (Pod pod : client.pods().inAnyNamespace().list().getItems()) {
        if (pod.getStatus() != null && "Pending".equals(pod.getStatus().getPhase())) {
          client.pods().inNamespace(pod.getMetadata().getNamespace()).withName(pod.getMetadata().getName())
              .editStatus(edited -> {
                edited.getStatus().setPhase("Succeeded");
                return edited;
              });
        }
      }
    }
  }
}
