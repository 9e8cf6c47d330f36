// void *tick_thread(struct ticks *block): writes 1 to a word at each interval, as long as somebody runs who looks at it.
// The block's layout is src/threads/tick-block.ts's.

        .text
        .globl tick_thread
tick_thread:
        push    %rbx
        mov     %rdi, %rbx
loop:
        cmpl    $0, TICKS_OVER(%rbx)
        jne     over
        cmpl    $0, TICKS_AWAKE(%rbx)
        jne     sleep
        // futex(&awake, FUTEX_WAIT_PRIVATE, 0, NULL)
        mov     $SYS_futex, %eax
        mov     %rbx, %rdi
        mov     $FUTEX_WAIT_PRIVATE, %esi
        xor     %edx, %edx
        xor     %r10d, %r10d
        syscall
        jmp     loop
sleep:
        // nanosleep(&interval, NULL)
        mov     $SYS_nanosleep, %eax
        lea     TICKS_INTERVAL(%rbx), %rdi
        xor     %esi, %esi
        syscall
        // Said before it is looked whether somebody runs: who ends that waits for it.
        mov     $1, %eax
        xchg    %eax, TICKS_WRITING(%rbx)
        cmpl    $0, TICKS_RUNNING(%rbx)
        je      doze
        mov     TICKS_PLACE(%rbx), %rax
        movl    $1, (%rax)
        incl    TICKS_COUNT(%rbx)
        movl    $0, TICKS_WRITING(%rbx)
        jmp     loop
doze:
        movl    $0, TICKS_WRITING(%rbx)
        // Who begins to run meanwhile sees that this is asleep, or is seen here.
        xor     %eax, %eax
        xchg    %eax, TICKS_AWAKE(%rbx)
        cmpl    $0, TICKS_RUNNING(%rbx)
        je      loop
        movl    $1, TICKS_AWAKE(%rbx)
        jmp     loop
over:
        xor     %eax, %eax
        pop     %rbx
        ret
