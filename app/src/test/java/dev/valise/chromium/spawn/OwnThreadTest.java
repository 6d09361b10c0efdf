package dev.valise.chromium.spawn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OwnThreadTest {

  @Test
  void theStepRunsOnAPlatformThreadThatIsGoneAfterwards() throws Exception {
    var caller = new CompletableFuture<Thread>();
    Thread.startVirtualThread(() -> {
      try {
        caller.complete(OwnThread.call(Thread::currentThread));
      } catch (IOException e) {
        caller.completeExceptionally(e);
      }
    });
    Thread own = caller.get(10, TimeUnit.SECONDS);
    assertThat(own.isVirtual()).isFalse();
    assertThat(own.isAlive()).isFalse();
  }

  @Test
  void whatTheStepThrowsIsThrown() {
    var failure = new IOException("of the step");
    assertThatThrownBy(() ->
            OwnThread.call(() -> {
              throw failure;
            }))
        .isSameAs(failure);
    assertThatThrownBy(() ->
            OwnThread.call(() -> {
              throw new IllegalArgumentException("of the step");
            }))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aCallerThatIsInterruptedGetsTheResultAllTheSame() throws Exception {
    var entered = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    var told = new CompletableFuture<String>();
    Thread caller =
        Thread.startVirtualThread(() -> {
          try {
            String result =
                OwnThread.call(() -> {
                  entered.countDown();
                  try {
                    go.await();
                  } catch (InterruptedException e) {
                    throw new IOException("the step was interrupted", e);
                  }
                  return "done";
                });
            told.complete(result + " " + Thread.currentThread().isInterrupted());
          } catch (IOException e) {
            told.completeExceptionally(e);
          }
        });
    entered.await();
    caller.interrupt();
    go.countDown();
    assertThat(told.get(10, TimeUnit.SECONDS)).isEqualTo("done true");
  }
}
