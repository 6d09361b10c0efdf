package dev.valise.chromium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessIdentityTest {

  @Test
  void survivesAsText() {
    ProcessIdentity self = ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();
    assertThat(ProcessIdentity.parse(self.text())).isEqualTo(self);
    assertThat(ProcessIdentity.parse(self.text()).isAlive()).isTrue();
    var withoutBoot = new ProcessIdentity(12, 34, "");
    assertThat(ProcessIdentity.parse(withoutBoot.text())).isEqualTo(withoutBoot);
  }

  @Test
  void isNotTheLaterProcessWithTheSamePid() {
    ProcessIdentity self = ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();
    assertThat(new ProcessIdentity(self.pid(), self.startedAt() - 1, self.boot()).isAlive())
        .isFalse();
    assertThat(new ProcessIdentity(self.pid(), self.startedAt(), "another boot").isAlive())
        .isFalse();
  }

  @Test
  void endsWithTheProcess() throws Exception {
    Process child = new ProcessBuilder("sh", "-c", "read line").start();
    ProcessIdentity identity = ProcessIdentity.of(child.pid()).orElseThrow();
    assertThat(identity.isAlive()).isTrue();
    child.destroyForcibly().waitFor();
    assertThat(identity.isAlive()).isFalse();
    assertThat(ProcessIdentity.of(child.pid())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1/2", "a/2/b", "1/b/c", "-1/2/c", "1/2/c/d"})
  void refusesOtherText(String text) {
    assertThatThrownBy(() -> ProcessIdentity.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Not a process identity");
  }
}
