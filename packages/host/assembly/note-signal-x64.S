// void note_signal(int signal, siginfo_t *info, void *context): the handler of signals that libuv has no way to hear, or must not.
// It sets the signal's bit and wakes the thread that looks at them. A fault of the machine is not a signal that was sent: it goes to the
// handler that was there before. What it works with lies in the same memory, behind the code (src/threads/noted-signals.ts).

        .text
        .globl note_signal
note_signal:
.Lstart:
        lea     .Lstart+NOTED_DATA(%rip), %r8
        mov     NOTED_PREVIOUS(%r8), %rax
        test    %rax, %rax
        jz      note
        cmpl    $0, SIGINFO_SI_CODE(%rsi)
        jle     note
        jmp     *%rax
note:
        mov     NOTED_WORDS(%r8), %rax
        lea     -1(%rdi), %ecx
        lock btsq %rcx, (%rax)
        mov     NOTED_THREAD(%r8), %rax
        mov     (%rax), %esi
        mov     NOTED_PROCESS(%r8), %edi
        mov     NOTED_WAKE(%r8), %edx
        mov     $SYS_tgkill, %eax
        syscall
        ret
