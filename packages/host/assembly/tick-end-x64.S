// void tick_end(struct ticks *block): ends the thread of tick-thread-x64.S, which has written for the last time when this returns.

        .text
        .globl tick_end
tick_end:
        xor     %eax, %eax
        xchg    %eax, TICKS_RUNNING(%rdi)
wait:
        pause
        cmpl    $0, TICKS_WRITING(%rdi)
        jne     wait
        movl    $1, TICKS_OVER(%rdi)
        movl    $1, TICKS_AWAKE(%rdi)
        // futex(&awake, FUTEX_WAKE_PRIVATE, 1)
        mov     $SYS_futex, %eax
        mov     $FUTEX_WAKE_PRIVATE, %esi
        mov     $1, %edx
        syscall
        ret
