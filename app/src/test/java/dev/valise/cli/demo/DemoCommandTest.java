package dev.valise.cli.demo;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** When a demonstration has failed. */
class DemoCommandTest {

  private static void judge(LoginState before, LoginState after, LoginState restored) {
    DemoCommand.judge(new DemoRun.Findings(before, after, restored));
  }

  @Test
  void hasShownWhatItIsFor() {
    assertThatCode(() -> judge(LoginState.NONE, LoginState.COMPLETE, LoginState.COMPLETE))
        .doesNotThrowAnyException();
  }

  @Test
  void namesWhatIsNotThereAgain() {
    LoginState withoutTwo = new LoginState(false, true, true, false);

    assertThatThrownBy(() -> judge(LoginState.NONE, LoginState.COMPLETE, withoutTwo))
        .isInstanceOf(DemoException.class)
        .hasMessage("the new browser lacks: session cookie, IndexedDB record");
  }

  @Test
  void provesNothingWhenTheLoginLeftNothing() {
    assertThatThrownBy(() -> judge(LoginState.NONE, LoginState.NONE, LoginState.NONE))
        .hasMessageStartingWith("the login did not leave: session cookie, ");
  }

  @Test
  void provesNothingWhenItWasThereBefore() {
    LoginState leftOver = new LoginState(false, false, true, false);

    assertThatThrownBy(() -> judge(leftOver, LoginState.COMPLETE, LoginState.COMPLETE))
        .hasMessage("before the login there was already: localStorage token");
  }
}
