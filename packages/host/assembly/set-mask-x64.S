// void set_mask(int signal, siginfo_t *info, ucontext_t *context): the handler of a signal that gives the thread another mask.
// The signal is queued with the address of two words: the mask, and how many threads have taken it. A thread has the mask of its
// context when a handler returns.

        .text
        .globl set_mask
set_mask:
        cmpl    $SI_QUEUE, SIGINFO_SI_CODE(%rsi)
        jne     end
        mov     SIGINFO_SI_VALUE(%rsi), %rax
        mov     (%rax), %rcx
        mov     %rcx, UCONTEXT_UC_SIGMASK(%rdx)
        lock incl 8(%rax)
end:
        ret
