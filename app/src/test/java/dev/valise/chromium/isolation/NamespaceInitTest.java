package dev.valise.chromium.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamespaceInitTest {
  @TempDir private Path folder;

  private Path status(String text) throws IOException {
    return Files.writeString(folder.resolve("status"), text);
  }

  @Test
  void isReadOutOfWhatBubblewrapSays() throws IOException {
    // As version 0.8 writes it: a second object follows when the browser has ended.
    assertThat(
            NamespaceInit.read(
                status(
                    """
                    { "child-pid": 28265, "mnt-namespace": 4026532177, "pid-namespace": 4026532178 }
                    { "exit-code": 0 }
                    """)))
        .contains(new NamespaceInit(28265, 4026532178L));
  }

  @Test
  void isNotThereBeforeBubblewrapSaysSo() throws IOException {
    assertThat(NamespaceInit.read(folder.resolve("none"))).isEmpty();
    assertThat(NamespaceInit.read(status(""))).isEmpty();
  }

  @Test
  void anythingElseIsRefused() throws IOException {
    Path withoutNamespace = status("{ \"child-pid\": 28265 }");
    assertThatThrownBy(() -> NamespaceInit.read(withoutNamespace)).isInstanceOf(IOException.class);
    Path noObject = status("[1]");
    assertThatThrownBy(() -> NamespaceInit.read(noObject)).isInstanceOf(IOException.class);
  }

  @Test
  void aProcessOfAnotherNamespaceIsNotIt() throws IOException {
    long pid = ProcessHandle.current().pid();
    String link = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
    long namespace = Long.parseLong(link.replaceAll("\\D", ""));
    assertThat(new NamespaceInit(pid, namespace).isThere()).isTrue();
    assertThat(new NamespaceInit(pid, namespace + 1).isThere()).isFalse();
    assertThat(new NamespaceInit(1L << 30, namespace).isThere()).isFalse();
  }
}
