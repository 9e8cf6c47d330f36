// tick-end-x64.S, for arm64.

        .text
        .globl tick_end
tick_end:
        str     wzr, [x0, #TICKS_RUNNING]
        dmb     ish
wait:
        yield
        ldr     w2, [x0, #TICKS_WRITING]
        cbnz    w2, wait
        dmb     ish
        mov     w2, #1
        str     w2, [x0, #TICKS_OVER]
        stlr    w2, [x0]
        // futex(&awake, FUTEX_WAKE_PRIVATE, 1)
        mov     x8, #SYS_futex
        mov     x1, #FUTEX_WAKE_PRIVATE
        mov     x2, #1
        svc     #0
        ret
